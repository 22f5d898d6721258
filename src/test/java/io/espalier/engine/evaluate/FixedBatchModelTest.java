package io.espalier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FixedBatchModelTest {
  private static final int BATCH = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void answersSmallerBatchesToo(int samples) {
    float[] numbers = new float[samples * 2];
    float[] doubled = new float[samples * 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i - 1;
      doubled[i] = 2 * (i - 1);
    }
    new OnnxWriter("test").write(doubling(), folder.resolve("model.onnx"));
    try (RunnableModel model = new OnnxRuntime(1).load(folder.resolve("model.onnx"))) {
      assertThat(
              new FixedBatchModel(model, BATCH)
                  .run(Map.of("x", Tensor.ofFloats(new long[] {samples, 2}, numbers))))
          .containsExactly(Tensor.ofFloats(new long[] {samples, 2}, doubled));
    }
  }

  @Test
  void repeatsTheLastSample() {
    assertThat(FixedBatchModel.filled(Tensor.ofFloats(new long[] {2, 1}, 7, 8), BATCH))
        .isEqualTo(Tensor.ofFloats(new long[] {4, 1}, 7, 8, 8, 8));
  }

  /** Takes batches of four alone. */
  private static Graph doubling() {
    NetworkBuilder net = new NetworkBuilder("doubling", 1);
    String x = net.input("x", 2);
    Graph free = net.output(net.op("Add", x, x), 2).build();
    TensorType fixed = TensorType.of(ElementType.FLOAT, BATCH, 2);
    return new Graph(
        free.name(),
        List.of(new ValueInfo("x", fixed)),
        List.of(new ValueInfo(free.outputs().getFirst().name(), fixed)),
        free.nodes(),
        free.initializers(),
        free.opsets(),
        free.metadata());
  }
}
