package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTest {
  private final OnnxWriter writer = new OnnxWriter("1.2.3");

  @TempDir Path scratch;

  @Test
  void readsBackAllThatAGraphHolds() {
    Graph graph = everything();
    assertThat(OnnxFiles.read(bytes(graph)).graph()).isEqualTo(graph);
  }

  @Test
  void writesWhatProtobufReads() throws InvalidProtocolBufferException {
    ModelProto model = ModelProto.parseFrom(bytes(everything()));
    assertThat(model.getProducerName()).isEqualTo("espalier");
    assertThat(model.getProducerVersion()).isEqualTo("1.2.3");
    assertThat(model.getMetadataProps(0).getKey()).isEqualTo("made-by");
    assertThat(
            model
                .getGraph()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDim(0)
                .getDimParam())
        .isEqualTo("2*batch*tokens");
    TensorProto weight = model.getGraph().getInitializer(0);
    assertThat(weight.getDimsList()).containsExactly(2L, 2L);
    assertThat(weight.getRawData().size()).isEqualTo(16);
    assertThat(model.getGraph().getNode(0).getAttributeCount()).isEqualTo(9);
    assertThat(model.toByteArray()).hasSameSizeAs(bytes(everything()));
  }

  @Test
  void writesEqualGraphsToEqualBytes() {
    assertThat(bytes(everything())).isEqualTo(bytes(everything()));
  }

  @Test
  void writesTheSameToAFileAsToAChannel() throws IOException {
    Path file = scratch.resolve("model.onnx");
    writer.write(everything(), file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(everything()));
  }

  @Test
  void runsInOnnxRuntime() {
    NetworkBuilder network = new NetworkBuilder("net", 3);
    String hidden =
        network.relu(
            network.batchNorm(network.conv(network.input("x", 3, 8, 8), 3, 8, 3, 1, 1), 8));
    String logits = network.linear(network.op("Flatten", hidden), 8 * 64, 5);
    Graph graph = network.output(logits, 5).build();
    Path file = scratch.resolve("net.onnx");
    writer.write(graph, file);
    Map<String, Tensor> outputs =
        OnnxRuntimeRun.of(
            file, Map.of("x", Tensor.ofFloats(new long[] {1, 3, 8, 8}, new float[192])));
    assertThat(outputs.get(logits).type()).isEqualTo(TensorType.of(ElementType.FLOAT, 1, 5));
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STRING"})
  void keepsTheBytesOfEveryType(ElementType type) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[(int) type.bytes(5)]).fill((byte) 0x5a);
    Tensor weight = Tensor.of(type, new long[] {5}, bytes);
    Graph graph = identity(17).withInitializers(Map.of("w", weight));
    assertThat(OnnxFiles.read(bytes(graph)).graph().initializers()).containsEntry("w", weight);
  }

  @ParameterizedTest
  @CsvSource({"13,7", "14,7", "15,8", "16,8", "17,8", "18,8", "19,9", "20,9", "21,10"})
  void writesTheIrVersionThatFitsTheOpset(long opset, long irVersion) {
    OnnxModel model = OnnxFiles.read(bytes(identity(opset)));
    assertThat(model.irVersion()).isEqualTo(irVersion);
    assertThat(model.opset()).isEqualTo(opset);
  }

  @ParameterizedTest
  @ValueSource(longs = {12, 22})
  void refusesOpsetsThatAreNotWritten(long opset) {
    assertThatThrownBy(() -> bytes(identity(opset))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatNoChannelCanHold() {
    OnnxWriter small = new OnnxWriter("1.2.3", 64);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> small.write(everything(), Channels.newChannel(out)))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThat(out.size()).isZero();
  }

  @Test
  void doesNotOverwriteAFile() throws IOException {
    Path file = Files.writeString(scratch.resolve("taken.onnx"), "mine");
    assertThatThrownBy(() -> writer.write(identity(17), file))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).hasContent("mine");
  }

  private byte[] bytes(Graph graph) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(graph, Channels.newChannel(out));
    return out.toByteArray();
  }

  private static Graph identity(long opset) {
    ValueInfo x = new ValueInfo("x", TensorType.of(ElementType.FLOAT, 2));
    ValueInfo y = new ValueInfo("y", TensorType.of(ElementType.FLOAT, 2));
    Node node = Node.of("n", "Identity", List.of("x"), List.of("y"));
    return new Graph(
        "g", List.of(x), List.of(y), List.of(node), Map.of(), Map.of("", opset), Map.of());
  }

  private static Graph everything() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("i", Attribute.of(-1L));
    attributes.put("f", Attribute.of(-0.25f));
    attributes.put("s", Attribute.of("größe"));
    attributes.put("t", Attribute.of(Tensor.vector(1, 2, 3)));
    attributes.put("g", new Attribute.GraphValue(inner("then")));
    attributes.put("is", new Attribute.IntList(List.of(Long.MIN_VALUE, 0L)));
    attributes.put("fs", new Attribute.FloatList(List.of(Float.NaN, Float.NEGATIVE_INFINITY)));
    attributes.put("ss", new Attribute.StringList(List.of("", "b")));
    attributes.put("gs", new Attribute.GraphList(List.of(inner("one"), inner("two"))));
    Dim varying = new Dim.Symbolic(2, List.of("batch", "tokens"));
    ValueInfo x =
        new ValueInfo("x", new TensorType(ElementType.FLOAT, List.of(varying, Dim.of(2))));
    ValueInfo y = new ValueInfo("y", new TensorType(ElementType.INT64, List.of()));
    Node node =
        new Node("n", "com.x", "Custom", List.of("x", "", "w"), List.of("y", "", "z"), attributes);
    return new Graph(
        "all",
        List.of(x),
        List.of(y),
        List.of(node),
        Map.of("w", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4)),
        Map.of("", 18L, "com.x", 1L),
        Map.of("made-by", "test"));
  }

  private static Graph inner(String name) {
    ValueInfo result = new ValueInfo(name + "_r", TensorType.of(ElementType.FLOAT, 2));
    Node node = Node.of(name + "_n", "Add", List.of("x", name + "_c"), List.of(name + "_r"));
    return new Graph(
        name,
        List.of(),
        List.of(result),
        List.of(node),
        Map.of(name + "_c", Tensor.scalar(1)),
        Map.of(),
        Map.of());
  }
}
