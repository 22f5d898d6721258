package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobTransitionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "|",
      textBlock =
          """
          QUEUED    | false | true  | false | false | true
          RUNNING   | true  | true  | true  | true  | true
          SUCCEEDED | false | false | false | false | false
          FAILED    | false | false | false | false | false
          CANCELLED | false | false | false | false | false
          """)
  void allowsExactlyTheMovesOfTheTable(
      JobState from,
      boolean toQueued,
      boolean toRunning,
      boolean toSucceeded,
      boolean toFailed,
      boolean toCancelled) {
    assertThat(JobTransitions.isLegal(from, JobState.QUEUED)).isEqualTo(toQueued);
    assertThat(JobTransitions.isLegal(from, JobState.RUNNING)).isEqualTo(toRunning);
    assertThat(JobTransitions.isLegal(from, JobState.SUCCEEDED)).isEqualTo(toSucceeded);
    assertThat(JobTransitions.isLegal(from, JobState.FAILED)).isEqualTo(toFailed);
    assertThat(JobTransitions.isLegal(from, JobState.CANCELLED)).isEqualTo(toCancelled);
  }
}
