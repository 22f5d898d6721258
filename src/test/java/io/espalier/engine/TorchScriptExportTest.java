package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptExportTest {
  private static final Path MODELS = Path.of("../shared/fixtures/models");
  private static final long SEED = 9;
  private static final int ALIGNMENT = 64;
  private static final long ALLOCATION_LIMIT_BYTES = 4 << 20;

  private static final long FLOAT_CODE = 1;

  /** Every element of two bytes and more is positive in one place and negative in another. */
  private static final byte[] WEIGHT_BITS = {1, 0, 1, 0, 1, 0, 1, 63, 1, 1, 1, 1, 1, 1, 1, -65};

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"resnet20-cifar10", "vit12-fashion", "mobilenet_v2"})
  void aRealModelComputesWhatThePublisherComputed(String name) throws IOException {
    Path source = MODELS.resolve(name + ".onnx");
    assumeTrue(Files.exists(source), "the fixture is not there");
    Map<String, Tensor> reference = Npz.read(MODELS.resolve(name + ".npz"));
    try (Arena arena = Arena.ofConfined()) {
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(source, arena).graph();
      TypedGraph typed = ShapeInference.infer(Normalization.normalize(graph).graph());
      String input = graph.inputs().getFirst().name();
      Parity.assertEqual(
          List.of(reference.get("y")), exported(typed, Map.of(input, reference.get("x"))));
    }
  }

  @Test
  void returnsSeveralOutputsInOrder() {
    NetworkBuilder builder = new NetworkBuilder("several", 1);
    String left = builder.input("left", 2);
    String right = builder.input("right", 2);
    String difference = builder.op("Sub", left, right);
    Graph graph = builder.output(builder.op("Add", left, right), 2).output(difference, 2).build();
    Tensor six = Tensor.ofFloats(new long[] {1, 2}, 6, 8);
    Tensor two = Tensor.ofFloats(new long[] {1, 2}, 2, 4);

    assertThat(exported(ShapeInference.infer(graph), Map.of("left", six, "right", two)))
        .containsExactly(
            Tensor.ofFloats(new long[] {1, 2}, 8, 12), Tensor.ofFloats(new long[] {1, 2}, 4, 4));
  }

  @Test
  void holdsWeightsOfNoElementAndOfNoAxis() {
    NetworkBuilder builder = new NetworkBuilder("small", 1);
    String x = builder.input("x", 2);
    String two = builder.constant("two", Tensor.scalar(2));
    String none = builder.constant("none", Tensor.ofFloats(new long[] {1, 0}));
    String joined = builder.op("Concat", Map.of("axis", new Attribute.IntValue(1)), x, none);
    Graph graph = builder.output(builder.op("Mul", joined, two), 2).build();

    assertThat(
            exported(
                ShapeInference.infer(graph), Map.of("x", Tensor.ofFloats(new long[] {1, 2}, 1, 2))))
        .containsExactly(Tensor.ofFloats(new long[] {1, 2}, 2, 4));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UINT8",
        "INT8",
        "UINT16",
        "INT16",
        "UINT32",
        "INT32",
        "UINT64",
        "INT64",
        "BFLOAT16",
        "FLOAT16",
        "DOUBLE",
        "BOOL"
      })
  void holdsWeightsOfEveryTypeThatProgramsRead(ElementType type) {
    TypedGraph typed = scaledBy(WEIGHT_BITS, type);
    int count = WEIGHT_BITS.length * Byte.SIZE / type.bits();
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(new long[] {1, count}, ones));

    Parity.assertEqual(Parity.runOnnx(typed.graph(), inputs), exported(typed, inputs));
  }

  private static TypedGraph scaledBy(byte[] bits, ElementType type) {
    MemorySegment bytes = Arena.ofAuto().allocate(bits.length, Long.BYTES);
    bytes.copyFrom(MemorySegment.ofArray(bits));
    long count = bits.length * Byte.SIZE / type.bits();
    NetworkBuilder builder = new NetworkBuilder("scaled", 1);
    String x = builder.input("x", count);
    String w = builder.constant("w", Tensor.of(type, new long[] {count}, bytes));
    String scale = builder.op("Cast", Map.of("to", Attribute.of(FLOAT_CODE)), w);
    return ShapeInference.infer(builder.output(builder.op("Mul", x, scale), count).build());
  }

  @Test
  void writesEqualBytesForEqualGraphs() throws IOException {
    TypedGraph typed = ShapeInference.infer(network());
    TorchScriptExport.write(typed, directory.resolve("one.pt"));
    TorchScriptExport.write(typed, directory.resolve("two.pt"));

    assertThat(directory.resolve("one.pt")).hasSameBinaryContentAs(directory.resolve("two.pt"));
  }

  @Test
  void storesEveryEntryAtAMultipleOf64Bytes() throws IOException {
    Path file = directory.resolve("model.pt");
    TorchScriptExport.write(ShapeInference.infer(network()), file);

    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
      assertThat(zip.stream().map(ZipEntry::getName))
          .contains("program/data.pkl", "program/data/0", "program/version");
    }
    List<Long> begins = contentOffsets(Files.readAllBytes(file));
    assertThat(begins).hasSizeGreaterThan(5).allMatch(begin -> begin % ALIGNMENT == 0);
  }

  @Test
  void keepsLargeWeightsOffTheHeap() {
    long elements = 16 << 20;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(4 * elements, Long.BYTES);
      NetworkBuilder builder = new NetworkBuilder("large", 1);
      String x = builder.input("x", elements);
      String w = builder.constant("w", Tensor.of(ElementType.FLOAT, new long[] {elements}, bytes));
      TypedGraph typed =
          ShapeInference.infer(builder.output(builder.op("Add", x, w), elements).build());
      Path file = directory.resolve("model.pt");
      long before = allocated();
      TorchScriptExport.write(typed, file);
      assertThat(allocated() - before).isLessThan(ALLOCATION_LIMIT_BYTES);
    }
  }

  @Test
  void makesNoFileForAGraphWithoutAProgram() {
    NetworkBuilder builder = new NetworkBuilder("foreign", 1);
    Graph graph = builder.output(builder.op("FooBarBaz", builder.input("x", 2)), 2).build();
    Path file = directory.resolve("model.pt");

    assertThatThrownBy(() -> TorchScriptExport.write(ShapeInference.infer(graph), file))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE));
    assertThat(file).doesNotExist();
  }

  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("small", 3);
    String x = builder.input("x", 3, 8, 8);
    String hidden = builder.relu(builder.batchNorm(builder.conv(x, 3, 5, 3, 1, 1), 5));
    String pooled = builder.op("GlobalAveragePool", hidden);
    return builder.output(builder.linear(builder.op("Flatten", pooled), 5, 4), 4).build();
  }

  @Test
  void computesWhatTheCompiledProgramComputes() {
    TypedGraph typed = ShapeInference.infer(network());
    Map<String, Tensor> inputs = SampleInputs.ofBatch(2).draw(typed.graph(), SEED);

    Parity.assertEqual(Parity.runCompiled(typed, inputs), exported(typed, inputs));
  }

  private List<Tensor> exported(TypedGraph typed, Map<String, Tensor> inputs) {
    Path file = directory.resolve("model.pt");
    TorchScriptExport.write(typed, file);
    try (RunnableModel model = new TorchRuntime(Device.CPU, 2).load(file, typed)) {
      return model.run(inputs);
    }
  }

  /** Where the content of each local entry begins. */
  private static List<Long> contentOffsets(byte[] archive) {
    ByteBuffer in = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    List<Long> offsets = new ArrayList<>();
    int at = 0;
    while (new String(archive, at, 4, StandardCharsets.ISO_8859_1).equals("PK\3\4")) {
      int begin = at + 30 + in.getShort(at + 26) + in.getShort(at + 28);
      offsets.add((long) begin);
      at = begin + in.getInt(at + 18);
    }
    return offsets;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
