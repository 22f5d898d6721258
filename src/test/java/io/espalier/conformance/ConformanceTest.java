package io.espalier.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs every operator test of the ONNX project, release 1.12. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  /** How many cases passed when this was last raised; it must never fall. */
  private static final int REACHED = 993;

  private static final Path REPORT = Path.of("target", "conformance.txt");

  private final Summary summary = new Summary();

  @BeforeAll
  void runEveryCase() throws IOException {
    Optional<Path> root = TestData.root();
    Assumptions.assumeTrue(
        root.isPresent(),
        "the operator tests of ONNX are not there; install the Debian package " + TestData.PACKAGE);
    CaseRun run = new CaseRun();
    for (Path testCase : TestData.cases(root.get())) {
      summary.add(testCase, run.of(testCase), OutOfScope.of(TestData.model(testCase)));
    }
    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, summary.text());
    System.out.println(summary.table());
  }

  @Test
  void noCaseFails() {
    assertThat(summary.cases(Outcome.Failed.class)).isEmpty();
  }

  @Test
  void refusesOnlyWhatIsOutOfScope() {
    assertThat(summary.refusedInScope()).isEmpty();
  }

  @Test
  void passesAsManyCasesAsEver() {
    assertThat(summary.count(Outcome.Passed.class)).isGreaterThanOrEqualTo(REACHED);
  }
}
