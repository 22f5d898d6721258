package io.espalier.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceIdsTest {
  private static final String PLACE = "path:id";

  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));

  @Test
  void makesPrefixAndTwentySixCharacters() {
    assertThat(ids.next(ResourceKind.MODEL)).matches("mdl_[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(ids.next(ResourceKind.JOB)).startsWith("job_");
  }

  @Test
  void sortsByTime() {
    String before = ids.next(ResourceKind.JOB);
    for (int i = 0; i < 1000; i++) {
      clock.advance(Duration.ofMillis(1 + i * 997L));
      String after = ids.next(ResourceKind.JOB);
      assertThat(after).isGreaterThan(before);
      before = after;
    }
  }

  @Test
  void neverRepeatsWithinOneMillisecond() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.next(ResourceKind.JOB))).isTrue();
    }
  }

  @Test
  void namesTheKindThatWasSentInsteadOfTheOneNeeded() {
    String job = ids.next(ResourceKind.JOB);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> ResourceIds.require(ResourceKind.MODEL, job, PLACE))
        .withMessageContaining("that of a job")
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ID))
        .satisfies(
            refusal -> assertThat(refusal.problems().getFirst().code()).isEqualTo("wrong-kind"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mdl_",
        "mdl_01",
        "MDL_01J0000000000000000000000A",
        "mdl_01J0000000000000000000000I",
        "mdl_01j0000000000000000000000a",
        "../../etc/passwd",
        "mdl_01J0000000000000000000000A\n",
        "mdl_01J0000000000000000000000AA"
      })
  void refusesWhatIsMalformed(String text) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> ResourceIds.require(ResourceKind.MODEL, text, PLACE))
        .satisfies(
            refusal -> assertThat(refusal.problems().getFirst().code()).isEqualTo("malformed-id"));
  }

  @Test
  void quotesOnlyABitOfAnAbsurdIdentifier() {
    String absurd = "\u001b[31m" + "x".repeat(10_000);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> ResourceIds.require(ResourceKind.MODEL, absurd, PLACE))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\u001b"));
  }
}
