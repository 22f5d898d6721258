package io.espalier.format.onnx.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.format.onnx.OnnxFiles;
import io.espalier.format.onnx.OnnxModel;
import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.format.onnx.OnnxRuntimeRun;
import io.espalier.format.onnx.TensorAssert;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphStructure;
import io.espalier.graph.GraphText;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Reads a model of an old opset and compares what ONNX Runtime computes before and after. */
final class UpgradeCheck {
  private static final double OUTPUT_TOLERANCE = 1e-6;
  private static final long SEED = 7;
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);

  private UpgradeCheck() {}

  /** The nodes after reading, one a line, once both models have computed the same. */
  static String upgraded(OnnxModelBuilder model, Map<String, Tensor> feed) {
    Path before = OnnxFiles.file(model.bytes());
    Graph graph = OnnxFiles.read(before).graph();
    assertThat(graph.opset()).isEqualTo(OpsetUpgrade.TARGET);
    assertThat(GraphStructure.problems(graph)).isEmpty();
    TensorAssert.assertClose(
        OnnxRuntimeRun.of(OnnxFiles.write(graph), feed),
        OnnxRuntimeRun.of(before, feed),
        OUTPUT_TOLERANCE);
    return text(graph);
  }

  /** The nodes after reading, one a line, without running them. */
  static String read(OnnxModelBuilder model) {
    OnnxModel read = OnnxFiles.read(model.bytes());
    return text(read.graph());
  }

  /** The problems a model is refused with. */
  static List<Problem> refused(OnnxModelBuilder model) {
    EspalierException refusal =
        catchThrowableOfType(EspalierException.class, () -> OnnxFiles.read(model.bytes()));
    assertThat(refusal).isNotNull();
    return refusal.problems();
  }

  static Tensor floats(long... shape) {
    Random random = new Random(SEED);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 * random.nextGaussian());
    }
    return Tensor.ofFloats(shape, values);
  }

  static Tensor doubles(long... shape) {
    Random random = new Random(SEED);
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    MemorySegment bytes = Arena.ofAuto().allocate(count * Double.BYTES, Double.BYTES);
    for (long i = 0; i < count; i++) {
      bytes.setAtIndex(DOUBLE, i, 3 * random.nextGaussian());
    }
    return Tensor.of(ElementType.DOUBLE, shape, bytes);
  }

  private static String text(Graph graph) {
    return graph.nodes().stream().map(GraphText::of).collect(Collectors.joining("\n"));
  }
}
