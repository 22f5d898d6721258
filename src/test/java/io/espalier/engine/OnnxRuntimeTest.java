package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {
  private final OnnxRuntime runtime = new OnnxRuntime(1);

  @TempDir private Path directory;

  @Test
  void returnsOutputsInTheOrderOfTheGraph() {
    NetworkBuilder builder = new NetworkBuilder("several", 1);
    String left = builder.input("left", 2);
    String right = builder.input("right", 2);
    String difference = builder.op("Sub", left, right);
    String quotient = builder.op("Div", left, right);
    Graph graph = builder.output(quotient, 2).output(difference, 2).build();
    Tensor six = Tensor.ofFloats(new long[] {1, 2}, 6, 8);
    Tensor two = Tensor.ofFloats(new long[] {1, 2}, 2, 4);
    try (RunnableModel model = runtime.load(written(graph))) {
      assertThat(model.run(Map.of("right", two, "left", six)))
          .containsExactly(
              Tensor.ofFloats(new long[] {1, 2}, 3, 2), Tensor.ofFloats(new long[] {1, 2}, 4, 4));
      assertThat(model.runtime().name()).isEqualTo("onnxruntime");
      assertThat(model.runtime().threads()).isEqualTo(1);
    }
  }

  @Test
  void refusesAnUnknownInput() {
    try (RunnableModel model = runtime.load(written(negation()))) {
      Map<String, Tensor> inputs =
          Map.of("x", Tensor.ofFloats(new long[] {1, 2}, 1, 2), "z", Tensor.scalar(1));
      assertThatThrownBy(() -> model.run(inputs)).hasMessage("The model has no input (z).");
    }
  }

  @Test
  void tellsNothingOfPathOrNativeErrorWhenItRefusesAFile() throws IOException {
    Path file = directory.resolve("broken.onnx");
    Files.writeString(file, "not a model");
    assertThatThrownBy(() -> runtime.load(file))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE))
        .hasMessage("ONNX Runtime does not accept the model.");
  }

  @Test
  void closesTwiceWithoutHarm() {
    RunnableModel model = runtime.load(written(negation()));
    model.close();
    model.close();
    assertThat(model.runtime().device()).isEqualTo("cpu");
  }

  private static Graph negation() {
    NetworkBuilder builder = new NetworkBuilder("negation", 1);
    return builder.output(builder.op("Neg", builder.input("x", 2)), 2).build();
  }

  private Path written(Graph graph) {
    Path file = directory.resolve(graph.name() + ".onnx");
    new OnnxWriter("test").write(graph, file);
    return file;
  }
}
