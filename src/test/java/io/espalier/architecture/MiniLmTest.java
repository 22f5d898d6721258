package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.Parity;
import io.espalier.engine.RunnableModel;
import io.espalier.format.ImportedModel;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published BERT of six layers: its tensors, read from an export, and the export itself. */
class MiniLmTest {
  private static final long[] SHAPE = {2, 9};
  private static final int WORDS = 30522;
  private static final long SEED = 21;

  @TempDir private Path directory;

  @Test
  void computesWhatItsExportComputes() throws IOException {
    Path file = directory.resolve("minilm.onnx");
    try (InputStream content = MiniLmTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      assumeTrue(content != null, "all-MiniLM-L6-v2 is not on the class path");
      Files.copy(content, file);
    }
    try (Arena arena = Arena.ofConfined()) {
      Graph exported = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
      String config = "{\"model_type\":\"bert\",\"num_attention_heads\":12,\"hidden_size\":384}";
      ImportedModel model = ArchitectureFixtures.build(tensorsOf(exported), config);
      assertThat(model.sources()).hasSize(103);
      Parity.assertEqual(original(file), ArchitectureFixtures.run(model, inputs()));
    }
  }

  private static List<Tensor> original(Path file) {
    try (RunnableModel model = new OnnxRuntime(2).load(file)) {
      return model.run(inputs());
    }
  }

  private static Map<String, Tensor> inputs() {
    Random random = new Random(SEED);
    long[] ids = random.longs(SHAPE[0] * SHAPE[1], 0, WORDS).toArray();
    long[] mask = new long[ids.length];
    long[] segments = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      mask[i] = i < 14 ? 1 : 0;
      segments[i] = i % 9 / 5;
    }
    return Map.of(
        "input_ids", Tensor.ofLongs(SHAPE, ids),
        "attention_mask", Tensor.ofLongs(SHAPE, mask),
        "token_type_ids", Tensor.ofLongs(SHAPE, segments));
  }

  /** The tensors by their names; matrices, which the exporter renames, by those of their biases. */
  private static Map<String, Tensor> tensorsOf(Graph exported) {
    Map<String, Tensor> constants = ArchitectureFixtures.tensorsOf(exported);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    constants.forEach(
        (name, tensor) -> {
          if (name.contains(".") && !name.contains("/")) {
            tensors.put(name, tensor);
          }
        });
    for (Node product : exported.nodes()) {
      if (product.is("MatMul") && constants.containsKey(product.inputs().get(1))) {
        String bias = biasAfter(exported, product.outputs().getFirst());
        Tensor matrix = constants.get(product.inputs().get(1));
        tensors.put(bias.replace(".bias", ".weight"), transposed(matrix));
      }
    }
    return tensors;
  }

  private static String biasAfter(Graph exported, String product) {
    return exported.nodes().stream()
        .filter(node -> node.is("Add") && node.inputs().contains(product))
        .flatMap(node -> node.inputs().stream())
        .filter(input -> input.endsWith(".bias"))
        .findFirst()
        .orElseThrow();
  }

  private static Tensor transposed(Tensor matrix) {
    int rows = (int) matrix.dim(0);
    int columns = (int) matrix.dim(1);
    float[] values = matrix.toFloats();
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * rows + i / columns] = values[i];
    }
    return Tensor.ofFloats(new long[] {columns, rows}, turned);
  }
}
