package io.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class LockedHomeAnalyzerTest {
  private final LockedHomeAnalyzer analyzer = new LockedHomeAnalyzer();

  @Test
  void saysThatAnotherProcessHasTheHome() {
    FailureAnalysis analysis = analyzer.analyze(wrapped(90020));

    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).contains("uses the same home");
    assertThat(analysis.getAction()).contains("--espalier.home=DIR");
  }

  @Test
  void leavesOtherFaultsAlone() {
    assertThat(analyzer.analyze(wrapped(90021))).isNull();
  }

  private static Exception wrapped(int code) {
    return new IllegalStateException(new SQLException("locked", "90020", code));
  }
}
