package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxReaderTest {
  @TempDir Path scratch;

  @Test
  void readsNamesValuesAndAttributes() {
    Map<String, Attribute> attributes =
        Map.of(
            "i", Attribute.of(-3L),
            "f", Attribute.of(0.5f),
            "s", Attribute.of("naïve"),
            "ints", Attribute.ofInts(1, -1, Long.MAX_VALUE),
            "floats", new Attribute.FloatList(List.of(1f, Float.NaN)),
            "strings", new Attribute.StringList(List.of("a", "")),
            "none", new Attribute.IntList(List.of()),
            "t", Attribute.of(Tensor.vector(4, 5)));
    Graph graph =
        graph(
            OnnxModelBuilder.small()
                .node("custom", "Custom", List.of("x", "", "w"), List.of("", "z"), attributes));
    assertThat(graph.name()).isEqualTo("test");
    assertThat(graph.nodes().getLast())
        .isEqualTo(
            new Node("custom", "", "Custom", List.of("x", "", "w"), List.of("", "z"), attributes));
    assertThat(graph.initializers())
        .containsOnly(Map.entry("w", Tensor.ofFloats(new long[] {3}, 1, 2, 3)));
  }

  @Test
  void readsWhoMadeTheModel() {
    OnnxModelBuilder builder = OnnxModelBuilder.small();
    builder
        .model()
        .setProducerName("maker")
        .setProducerVersion("2")
        .addMetadataProps(StringStringEntryProto.newBuilder().setKey("k").setValue("v"))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.x").setVersion(2));
    OnnxModel model = OnnxFiles.read(builder.bytes());
    assertThat(model.producer()).isEqualTo("maker 2");
    assertThat(model.irVersion()).isEqualTo(7);
    assertThat(model.opset()).isEqualTo(17);
    assertThat(model.warnings()).isEmpty();
    assertThat(model.graph().metadata()).containsExactly(Map.entry("k", "v"));
    assertThat(model.graph().opsets()).containsEntry("", 17L).containsEntry("com.x", 2L);
  }

  @Test
  void takesTheDefaultDomainUnderItsOtherName() {
    OnnxModelBuilder builder = OnnxModelBuilder.small();
    builder.model().getOpsetImportBuilder(0).setDomain("ai.onnx");
    builder.graph().getNodeBuilder(0).setDomain("ai.onnx");
    Graph graph = graph(builder);
    assertThat(graph.opset()).isEqualTo(17);
    assertThat(graph.nodes().getFirst().is("Add")).isTrue();
  }

  @Test
  void makesInitializersOfConstantNodes() {
    Graph graph =
        graph(
            OnnxModelBuilder.small()
                .node(
                    "a",
                    "Constant",
                    List.of(),
                    List.of("t"),
                    Map.of("value", Attribute.of(Tensor.vector(1, 2))))
                .node(
                    "b", "Constant", List.of(), List.of("i"), Map.of("value_int", Attribute.of(7L)))
                .node(
                    "c",
                    "Constant",
                    List.of(),
                    List.of("is"),
                    Map.of("value_ints", Attribute.ofInts(7, 8)))
                .node(
                    "d",
                    "Constant",
                    List.of(),
                    List.of("f"),
                    Map.of("value_float", Attribute.of(1.5f)))
                .node(
                    "e",
                    "Constant",
                    List.of(),
                    List.of("fs"),
                    Map.of("value_floats", new Attribute.FloatList(List.of(1f, 2f)))));
    assertThat(graph.nodes()).hasSize(2);
    assertThat(graph.initializers())
        .containsEntry("t", Tensor.vector(1, 2))
        .containsEntry("i", Tensor.ofLongs(new long[0], 7))
        .containsEntry("is", Tensor.vector(7, 8))
        .containsEntry("f", Tensor.scalar(1.5f))
        .containsEntry("fs", Tensor.ofFloats(new long[] {2}, 1, 2));
  }

  @Test
  void dropsInputsThatHaveAnInitializer() {
    OnnxModelBuilder builder = OnnxModelBuilder.small().input("w", ElementType.FLOAT, "3");
    OnnxModel model = OnnxFiles.read(builder.bytes());
    assertThat(model.graph().inputs()).hasToString("[x: float[2,3]]");
    assertThat(model.graph().isConstant("w")).isTrue();
    assertThat(model.warnings()).singleElement().asString().contains("1 inputs");
    builder.model().setIrVersion(3);
    assertThat(OnnxFiles.read(builder.bytes()).warnings()).isEmpty();
  }

  @Test
  void readsAWeightThatTwoNodesShare() {
    Graph graph =
        graph(OnnxModelBuilder.small().node("again", "Mul", List.of("y", "w"), List.of("z")));
    assertThat(graph.initializers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "N,3|float[N,3]",
        ",3|float[batch,3]",
        "-1,-1|float[batch,a_1]",
        "?,?|float[batch,a_1]",
        "2*batch*tokens,4|float[2*batch*tokens,4]",
        "tokens*batch,4|float[batch*tokens,4]",
        "a_1,-1|float[a_1,a_1_1]",
        "0,3|float[0,3]"
      })
  void namesExtentsThatVary(String dims, String type) {
    Graph graph = graph(withInput(dims.split(",")));
    assertThat(graph.inputs().getFirst().type()).hasToString(type);
  }

  @Test
  void givesEachInputItsOwnSymbols() {
    Graph graph = graph(withInput("", "3").input("b", ElementType.INT64, "", ""));
    assertThat(graph.inputs()).hasToString("[a: float[batch,3], b: int64[b_0,b_1]]");
    assertThat(graph.outputs()).hasToString("[y: float[y_0,3]]");
  }

  @Test
  void doesNotTakeBatchWhereTheModelUsesIt() {
    Graph graph = graph(withInput("", "batch"));
    assertThat(graph.inputs()).hasToString("[a: float[a_0,batch]]");
  }

  @Test
  void namesUnnamedNodesAlikeEveryTime() {
    OnnxModelBuilder model =
        withInput("2")
            .node("", "Relu", List.of("y"), List.of("h"))
            .node("", "Relu", List.of("h"), List.of("i"))
            .node("Relu_1", "Neg", List.of("i"), List.of("j"));
    assertThat(graph(model).nodes())
        .extracting(Node::name)
        .containsExactly("n", "Relu_1_1", "Relu_2", "Relu_1");
    assertThat(graph(model)).isEqualTo(graph(model));
  }

  @Test
  void readsSubgraphsThatUseOuterValues() {
    OnnxModelBuilder branch =
        new OnnxModelBuilder(17)
            .initializer("one", Tensor.scalar(1))
            .node("inner", "Add", List.of("x", "one"), List.of("r"))
            .output("r", ElementType.FLOAT, "2", "3");
    OnnxModelBuilder model =
        OnnxModelBuilder.small().node("outer", "Custom", List.of("x"), List.of("z"));
    model
        .graph()
        .getNodeBuilder(2)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(branch.build().getGraph()));
    Graph body = graph(model).nodes().getLast().subgraphs().getFirst();
    assertThat(body.nodes()).hasSize(1);
    assertThat(body.isConstant("one")).isTrue();
  }

  @Test
  void readsAnAttributeThatDoesNotSayItsType() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().getNodeBuilder(0).addAttribute(AttributeProto.newBuilder().setName("k").setI(4));
    assertThat(graph(model).nodes().getFirst().intAttribute("k", 0)).isEqualTo(4);
  }

  @Test
  void readsAnAttributeWhoseZeroWasNotWritten() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model
        .graph()
        .getNodeBuilder(0)
        .addAttribute(
            AttributeProto.newBuilder().setName("k").setType(AttributeProto.AttributeType.INT));
    assertThat(graph(model).nodes().getFirst().intAttribute("k", 9)).isZero();
  }

  @Test
  void keepsTheWeightsOfAFileBeyondTwoGigabytesInTheFile() throws IOException {
    long bytes = 3L << 30;
    byte[] name = "v".getBytes(StandardCharsets.UTF_8);
    byte[] head =
        new WireBytes()
            .varint(1, bytes)
            .varint(2, ElementType.UINT8.onnxCode())
            .message(8, name)
            .announced(9, bytes)
            .toBytes();
    byte[] small = OnnxModelBuilder.small().build().getGraph().toByteArray();
    long tensorBytes = head.length + bytes;
    byte[] inGraph = new WireBytes().raw(small).announced(5, tensorBytes).toBytes();
    byte[] start =
        new WireBytes()
            .raw(OnnxModelBuilder.small().build().toBuilder().clearGraph().build().toByteArray())
            .announced(7, inGraph.length + tensorBytes)
            .raw(inGraph)
            .raw(head)
            .toBytes();
    Path file = scratch.resolve("large.onnx");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(start));
      channel.write(ByteBuffer.wrap(new byte[] {42}), start.length + bytes - 1);
    }
    try (Arena arena = Arena.ofConfined()) {
      Tensor weight =
          new OnnxReader(OnnxLimits.standard()).read(file, arena).graph().initializers().get("v");
      assertThat(weight.byteSize()).isEqualTo(bytes);
      assertThat(weight.longAt(bytes - 1)).isEqualTo(42);
    }
  }

  @Test
  void refusesAFileBeyondTheLimit() {
    OnnxLimits limits = new OnnxLimits(10, 1000, 1000, 10, 1, 10, 4);
    Path file = OnnxFiles.file(OnnxModelBuilder.small().bytes());
    assertThatThrownBy(() -> new OnnxReader(limits).read(file, Arena.ofAuto()))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void saysThatAFileIsMissing() {
    Path missing = scratch.resolve("missing.onnx");
    OnnxReader reader = new OnnxReader(OnnxLimits.standard());
    assertThatThrownBy(() -> reader.read(missing, Arena.ofAuto()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageNotContaining("missing.onnx");
  }

  private static Graph graph(OnnxModelBuilder model) {
    return OnnxFiles.read(model.bytes()).graph();
  }

  private static OnnxModelBuilder withInput(String... dims) {
    OnnxModelBuilder model =
        new OnnxModelBuilder(17)
            .input("a", ElementType.FLOAT, dims)
            .output("y", ElementType.FLOAT, "", "3");
    model
        .graph()
        .addNode(NodeProto.newBuilder().setName("n").setOpType("Neg").addInput("a").addOutput("y"));
    return model;
  }
}
