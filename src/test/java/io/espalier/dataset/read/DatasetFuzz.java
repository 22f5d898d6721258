package io.espalier.dataset.read;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Damages data sets of one format. */
abstract class DatasetFuzz extends ReaderFuzz {
  @TempDir private Path scratch;

  @Override
  protected void read(MemorySegment file, Arena arena) {
    new DatasetReader(DatasetLimits.standard(), scratch)
        .examine(file, arena, DatasetOptions.NONE, ExaminationListener.NONE);
  }
}
