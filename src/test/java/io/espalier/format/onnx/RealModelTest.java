package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RealModelTest {
  /** Operators that moved to another opset may be computed by another kernel. */
  private static final double OUTPUT_TOLERANCE = 1e-6;

  private static final long SEED = 20250801;

  /** Names, attributes and nodes of ResNet-18 take less; its weights take 46.8 MB. */
  private static final long RESNET18_HEAP_BYTES = 2L << 20;

  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());

  @TempDir Path scratch;

  @ParameterizedTest
  @MethodSource("io.espalier.format.onnx.RealModels#names")
  void readsBackWhatItWrote(String name) {
    try (Arena arena = Arena.ofConfined()) {
      OnnxModel model = reader.read(RealModels.file(name, scratch), arena);
      OnnxModel again = reader.read(written(model), arena);
      assertThat(again.graph()).isEqualTo(model.graph());
      assertThat(again.opset()).isEqualTo(Math.max(17, model.opset()));
      assertThat(again.producer()).isEqualTo("espalier test");
    }
  }

  @ParameterizedTest
  @MethodSource("io.espalier.format.onnx.RealModels#names")
  void keepsEveryWeight(String name) throws IOException {
    Path file = RealModels.file(name, scratch);
    try (Arena arena = Arena.ofConfined();
        InputStream in = Files.newInputStream(file)) {
      Map<String, Tensor> read = reader.read(file, arena).graph().initializers();
      ModelProto proto = ModelProto.parseFrom(in);
      proto
          .getGraph()
          .getInitializerList()
          .forEach(
              weight ->
                  assertThat(OnnxModelBuilder.bytes(read.get(weight.getName())))
                      .isEqualTo(weight.getRawData().toByteArray()));
      long constants =
          proto.getGraph().getNodeList().stream()
              .filter(node -> node.getOpType().equals("Constant"))
              .count();
      assertThat(read).hasSizeGreaterThanOrEqualTo(Math.toIntExact(constants));
    }
  }

  @ParameterizedTest
  @MethodSource("io.espalier.format.onnx.RealModels#names")
  void computesTheSameInOnnxRuntime(String name) {
    Path file = RealModels.file(name, scratch);
    try (Arena arena = Arena.ofConfined()) {
      OnnxModel model = reader.read(file, arena);
      ValueInfo input = model.graph().inputs().getFirst();
      Map<String, Tensor> feed = Map.of(input.name(), sample(input));
      TensorAssert.assertClose(
          OnnxRuntimeRun.of(written(model), feed), OnnxRuntimeRun.of(file, feed), OUTPUT_TOLERANCE);
    }
  }

  @Test
  void takesLittleHeapForManyWeights() {
    Path file = RealModels.file("resnet18", scratch);
    try (Arena arena = Arena.ofConfined()) {
      reader.read(file, arena);
      long before = allocatedBytes();
      OnnxModel model = reader.read(file, arena);
      long allocated = allocatedBytes() - before;
      long weights =
          model.graph().initializers().values().stream().mapToLong(Tensor::byteSize).sum();
      assertThat(weights).isGreaterThan(10 * RESNET18_HEAP_BYTES);
      assertThat(allocated).isLessThan(RESNET18_HEAP_BYTES);
    }
  }

  @Test
  void namesTheUndeclaredExtentsOfTheTextDirectionClassifier() {
    try (Arena arena = Arena.ofConfined()) {
      OnnxModel model = reader.read(RealModels.file(RealModels.TEXT_DIRECTION, scratch), arena);
      assertThat(model.opset()).isEqualTo(11);
      assertThat(model.graph().inputs()).hasToString("[x: float[batch,3,x_2,x_3]]");
    }
  }

  private Path written(OnnxModel model) {
    return OnnxFiles.write(model.graph());
  }

  private static long allocatedBytes() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** Two normally distributed samples; extents that vary get a size the classifier takes. */
  private static Tensor sample(ValueInfo input) {
    long[] shape = input.type().shape().stream().mapToLong(RealModelTest::extent).toArray();
    Random random = new Random(SEED);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(shape, values);
  }

  private static long extent(Dim dim) {
    if (dim.isKnown()) {
      return dim.size();
    }
    return switch (dim.toString()) {
      case "x_2" -> 48;
      case "x_3" -> 192;
      default -> 2;
    };
  }
}
