package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import io.espalier.format.ModelFiles;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that do not fit one file: the weights go to a second one. */
class DataFileTest {
  private static final long LIMIT_BYTES = 64 << 10;

  private final OnnxWriter writer = new OnnxWriter("1.2.3", LIMIT_BYTES);
  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());
  private final Graph graph = network();

  @TempDir private Path folder;

  private static Graph network() {
    NetworkBuilder network = new NetworkBuilder("net", 3);
    String x = network.input("x", 3, 8, 8);
    String hidden = network.relu(network.batchNorm(network.conv(x, 3, 32, 3, 1, 1), 32));
    String wide = network.relu(network.linear(network.op("Flatten", hidden), 32 * 64, 63));
    return network.output(network.linear(wide, 63, 5), 5).build();
  }

  @Test
  void writesOneFileUpToTheLimit() {
    long bytes = files("whole", new OnnxWriter("1.2.3")).all().stream().mapToLong(this::size).sum();
    assertThat(files("at", new OnnxWriter("1.2.3", bytes)).parts()).isEmpty();
    assertThat(files("above", new OnnxWriter("1.2.3", bytes - 1)).parts())
        .containsExactly(Map.entry("above.onnx.data", folder.resolve("above.onnx.data")));
  }

  @Test
  void readsBackWhatItWroteApart() {
    ModelFiles files = files("model", writer);
    try (Arena arena = Arena.ofConfined()) {
      OnnxModel read = reader.read(files, arena);
      assertThat(read.graph()).isEqualTo(graph);
      assertThat(read.warnings()).isEmpty();
    }
    assertThat(reader.externalParts(files.main())).containsExactly("model.onnx.data");
  }

  @Test
  void namesAlignedRangesOfTheFileBesideIt() throws IOException {
    ModelFiles files = files("model", writer);
    long end = 0;
    for (TensorProto tensor : tensors(files)) {
      if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
        Map<String, String> fields =
            tensor.getExternalDataList().stream()
                .collect(
                    Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        long offset = Long.parseLong(fields.get("offset"));
        assertThat(fields).containsOnlyKeys("location", "offset", "length");
        assertThat(fields.get("location")).isEqualTo("model.onnx.data");
        assertThat(offset).isBetween(end, end + DataFile.ALIGNMENT - 1);
        assertThat(offset % DataFile.ALIGNMENT).isZero();
        assertThat(tensor.hasRawData()).isFalse();
        end = offset + Long.parseLong(fields.get("length"));
      }
    }
    assertThat(files.parts().get("model.onnx.data")).hasSize(end);
  }

  @Test
  void keepsSmallTensorsInTheModel() throws IOException {
    for (TensorProto tensor : tensors(files("model", writer))) {
      long bytes = graph.initializers().get(tensor.getName()).byteSize();
      assertThat(tensor.getDataLocation() == DataLocation.EXTERNAL)
          .isEqualTo(bytes > DataFile.INLINE_BYTES);
    }
  }

  @Test
  void runsInOnnxRuntimeLikeOneFile() {
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.ofFloats(new long[] {1, 3, 8, 8}, new float[192]));
    assertThat(OnnxRuntimeRun.of(files("two", writer).main(), inputs))
        .isEqualTo(OnnxRuntimeRun.of(files("one", new OnnxWriter("1.2.3")).main(), inputs));
  }

  @Test
  void writesEqualGraphsToEqualBytes() throws IOException {
    ModelFiles first = files("model", writer);
    Path other = Files.createDirectory(folder.resolve("other"));
    ModelFiles second = writer.write(graph, other.resolve("model.onnx"));
    for (int i = 0; i < 2; i++) {
      assertThat(second.all().get(i)).hasSameBinaryContentAs(first.all().get(i));
    }
  }

  @Test
  void refusesAModelThatIsTooLargeWithoutItsWeights() {
    Path target = folder.resolve("model.onnx");
    assertThatThrownBy(() -> new OnnxWriter("1.2.3", 256).write(graph, target))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void doesNotOverwriteAFileOfWeights() throws IOException {
    Path taken = Files.writeString(folder.resolve("model.onnx.data"), "mine");
    assertThatThrownBy(() -> files("model", writer)).isInstanceOf(UncheckedIOException.class);
    assertThat(taken).hasContent("mine");
  }

  @Test
  void splitsAtTwoGibibytesUnlessToldOtherwise() throws IOException {
    long quarter = 1L << 29;
    Path backing = folder.resolve("sparse.bin");
    try (RandomAccessFile file = new RandomAccessFile(backing.toFile(), "rw");
        Arena arena = Arena.ofConfined()) {
      file.setLength(quarter);
      MemorySegment bytes = file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, quarter, arena);
      Tensor weight = Tensor.of(ElementType.UINT8, new long[] {quarter}, bytes);
      Graph large =
          graph.withInitializers(Map.of("a", weight, "b", weight, "c", weight, "d", weight));
      OnnxWriter standard = new OnnxWriter("1.2.3");
      assertThat(ModelEncoder.model(large, "", ModelEncoder::tensor).byteSize())
          .isGreaterThan(OnnxWriter.PROTOBUF_LIMIT_BYTES);
      assertThatThrownBy(() -> standard.write(large, FileChannel.open(backing)))
          .isInstanceOf(EspalierException.class);
    }
  }

  private ModelFiles files(String name, OnnxWriter writer) {
    return writer.write(graph, folder.resolve(name + ".onnx"));
  }

  private static List<TensorProto> tensors(ModelFiles files) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(files.main())).getGraph().getInitializerList();
  }

  private long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
