package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path scratch;

  @Test
  void goesThroughAWholeJobAndLeavesNothing() {
    Workshop workshop = new Workshop(scratch.resolve("home"));

    workshop.rehearse(scratch.resolve("scratch"));

    assertThat(scratch.resolve("scratch")).isEmptyDirectory();
    assertThat(workshop.storedFiles()).isZero();
  }
}
