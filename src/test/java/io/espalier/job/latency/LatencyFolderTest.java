package io.espalier.job.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifact.LocalFiles;
import io.espalier.engine.bench.LatencyTable;
import io.espalier.engine.bench.LatencyTableContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatencyFolderTest extends LatencyTableContract {
  @TempDir private Path home;

  @Override
  protected LatencyTable open() {
    return new LatencyFolder(home, new LocalFiles());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("latency"))) {
      return files.toList();
    }
  }

  @Test
  void leavesOneFileForAPlace() throws IOException {
    open().keep(HERE, Map.of("Conv", 1.25));
    open().keep(HERE, Map.of("Gemm", 1.25));
    assertThat(files()).hasSize(1);
  }

  @Test
  void countsADamagedFileAsNone() throws IOException {
    open().keep(HERE, Map.of("Conv", 1.25));
    Files.writeString(files().getFirst(), "{\"place\":");
    assertThat(open().of(HERE)).isEmpty();
  }

  @Test
  void goesOnOverAHalfWrittenFile() throws IOException {
    open().keep(HERE, Map.of("Conv", 1.25));
    String name = files().getFirst().getFileName().toString().replace(".json", ".part");
    Files.writeString(home.resolve("latency").resolve(name), "half");
    open().keep(HERE, Map.of("Gemm", 0.5));
    assertThat(open().of(HERE)).hasSize(2);
  }
}
