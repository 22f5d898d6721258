package io.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeModelTest {
  @TempDir private Path folder;

  @Test
  void isAnalysedWithAHeapThatItsWeightsWouldNotFitInto() throws Exception {
    LargeModel.write(folder);
    long parameters = LargeModel.LAYERS * LargeModel.WIDTH * LargeModel.WIDTH;
    assertThat(analysis("-Xmx512m")).contains("parameters %d, groups".formatted(parameters));
  }

  private String analysis(String heap) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                classPath,
                LargeModel.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
