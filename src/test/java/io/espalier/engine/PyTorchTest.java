package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exported files in the PyTorch of this machine, where it has one: its {@code python3}, or that of
 * the operating system, such as Debian's package {@code python3-torch} with PyTorch 1.13.
 */
class PyTorchTest {
  private static final Path MODELS = Path.of("../shared/fixtures/models");
  private static final String SCRIPT = "run_torchscript.py";

  private static Optional<String> python = Optional.empty();

  @TempDir private Path directory;

  @BeforeAll
  static void findPyTorch() {
    python =
        Stream.of("python3", "/usr/bin/python3")
            .filter(it -> ran(List.of(it, "-c", "import torch, numpy")).isPresent())
            .findFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20-cifar10", "mobilenet_v2", "vit12-fashion", "vit_tiny"})
  void computesWhatThePublisherComputed(String name) throws IOException {
    assertThat(Double.parseDouble(lines(name).getFirst()))
        .isLessThanOrEqualTo(Parity.RELATIVE_TOLERANCE);
  }

  @Test
  void trainsTheLearnedWeightsAndFollowsTheStatistics() throws IOException {
    List<String> lines = lines("resnet20-cifar10", "train");
    assertThat(lines.get(1)).isEqualTo("59 of 59");
    assertThat(lines.get(2)).isEqualTo("38 of 38");
    assertThat(lines.get(3).split(" "))
        .contains("linear_weight", "layer1_0_conv1_weight", "bn1_running_mean");
  }

  private List<String> lines(String name, String... more) throws IOException {
    assumeTrue(python.isPresent(), "no python3 of this machine has PyTorch and NumPy");
    Path reference = MODELS.resolve(name + ".npz");
    assumeTrue(Files.exists(reference), () -> "the fixture (" + name + ") is not there");
    Path script = directory.resolve(SCRIPT);
    try (InputStream content = PyTorchTest.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, content.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(python.orElseThrow()));
    Stream.of(script, exported(name), reference).map(Path::toString).forEach(command::add);
    command.addAll(List.of(more));
    return ran(command).orElseThrow().lines().toList();
  }

  private Path exported(String name) {
    Path file = directory.resolve("model.pt");
    try (Arena arena = Arena.ofConfined()) {
      OnnxReader reader = new OnnxReader(OnnxLimits.standard());
      Graph graph = reader.read(MODELS.resolve(name + ".onnx"), arena).graph();
      TorchScriptExport.write(ShapeInference.infer(Normalization.normalize(graph).graph()), file);
    }
    return file;
  }

  /** What a command prints; empty when it does not exist or fails. */
  private static Optional<String> ran(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
