package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that protobuf accepts and no graph may hold. */
class HostileModelTest {
  @Test
  void refusesACycle() {
    OnnxModelBuilder model =
        withInput()
            .node("a", "Add", List.of("x", "back"), List.of("y"))
            .node("b", "Relu", List.of("y"), List.of("back"));
    assertRefused(model, "onnx-cycle");
  }

  @Test
  void refusesNodesOutOfOrder() {
    OnnxModelBuilder model =
        withInput()
            .node("b", "Relu", List.of("h"), List.of("y"))
            .node("a", "Relu", List.of("x"), List.of("h"));
    assertRefused(model, "onnx-not-sorted");
  }

  @Test
  void reportsALongChainInReverseWithoutDelay() {
    int nodes = 20_000;
    OnnxModelBuilder model = withInput();
    for (int i = nodes; i > 0; i--) {
      model.node("n" + i, "Relu", List.of(i == 1 ? "x" : "v" + (i - 1)), List.of("v" + i));
    }
    model.node("last", "Relu", List.of("v" + nodes), List.of("y"));
    assertThat(Refusals.problems(model.bytes()))
        .hasSize(100)
        .extracting(Problem::code)
        .containsOnly("onnx-not-sorted");
  }

  @Test
  void namesTheNodeThatReadsWhatNobodyProduces() {
    OnnxModelBuilder model = withInput().node("lost", "Relu", List.of("ghost"), List.of("y"));
    assertRefused(model, "onnx-dangling");
    assertThat(Refusals.problems(model.bytes()).getFirst().message())
        .contains("lost")
        .contains("ghost");
  }

  @Test
  void refusesAnOutputThatNobodyProduces() {
    assertRefused(withInput(), "onnx-dangling");
  }

  @Test
  void refusesAValueThatIsProducedTwice() {
    OnnxModelBuilder model =
        withInput()
            .node("a", "Relu", List.of("x"), List.of("y"))
            .node("b", "Relu", List.of("x"), List.of("y"));
    assertRefused(model, "onnx-duplicate-value");
  }

  @Test
  void refusesTwoInitializersOfOneName() {
    Tensor weight = Tensor.scalar(1);
    assertRefused(
        OnnxModelBuilder.small().initializer("v", weight).initializer("v", weight),
        "onnx-duplicate-value");
  }

  @Test
  void refusesAConstantNodeThatProducesAnInitializer() {
    Map<String, Attribute> value = Map.of("value", Attribute.of(Tensor.scalar(1)));
    assertRefused(
        OnnxModelBuilder.small().node("c", "Constant", List.of(), List.of("w"), value),
        "onnx-duplicate-value");
  }

  @Test
  void refusesAValueThatShadowsAnOuterOne() {
    OnnxModelBuilder branch =
        new OnnxModelBuilder(17)
            .node("b", "Relu", List.of("x"), List.of("w"))
            .output("w", ElementType.FLOAT, "2", "3");
    assertRefused(withSubgraph(branch), "onnx-duplicate-value");
  }

  @Test
  void refusesTwoNodesOfOneName() {
    assertRefused(
        OnnxModelBuilder.small().node("add", "Neg", List.of("x"), List.of("z")),
        "onnx-duplicate-node");
  }

  @Test
  void refusesTwoAttributesOfOneName() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    AttributeProto attribute = OnnxModelBuilder.attribute("axis", Attribute.of(1L));
    model.graph().getNodeBuilder(0).addAttribute(attribute).addAttribute(attribute);
    assertRefused(model, "onnx-duplicate-attribute");
  }

  @Test
  void acceptsOperatorsAndDomainsThatNobodyKnows() {
    OnnxModelBuilder model =
        OnnxModelBuilder.small()
            .node("foo", "FooBarBaz", List.of("y"), List.of("z"), Map.of("k", Attribute.of(1L)));
    model.model().addOpsetImport(opset("com.evil", 3));
    model.graph().addNode(evil());
    assertThat(Refusals.outcome(model.bytes())).isEmpty();
  }

  @Test
  void refusesADomainThatIsNotImported() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addNode(evil());
    assertRefused(model, "onnx-opset");
  }

  @ParameterizedTest
  @ValueSource(longs = {999, 22, 0, -1, 1L << 40, Long.MIN_VALUE})
  void refusesOpsetsThatAreNotRead(long version) {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.model().setOpsetImport(0, opset("", version));
    assertRefused(model, "onnx-opset");
    assertThat(Refusals.problems(model.bytes()).getFirst().message()).contains("1 to 21");
  }

  @Test
  void refusesTwoImportsOfOneDomainUnderEitherName() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.model().addOpsetImport(opset("ai.onnx", 17));
    assertRefused(model, "onnx-opset");
  }

  @Test
  void refusesAModelWithoutOpset() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.model().clearOpsetImport();
    assertRefused(model, "onnx-opset");
  }

  @Test
  void refusesIrVersionsThatAreNotRead() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.model().setIrVersion(99);
    assertRefused(model, "onnx-ir-version");
  }

  @Test
  void refusesAnInputWhoseExtentsOverflow() {
    String huge = Long.toString(1L << 40);
    assertRefused(
        OnnxModelBuilder.small().input("i", ElementType.FLOAT, huge, huge), "onnx-bad-dims");
  }

  @Test
  void refusesFunctionsAndSparseTensors() {
    OnnxModelBuilder functions = OnnxModelBuilder.small();
    functions.model().addFunctions(FunctionProto.newBuilder().setName("f"));
    assertRefused(functions, "onnx-unsupported");
    OnnxModelBuilder sparse = OnnxModelBuilder.small();
    sparse.graph().addSparseInitializer(SparseTensorProto.getDefaultInstance());
    assertRefused(sparse, "onnx-unsupported");
  }

  @Test
  void warnsOfTrainingInformation() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.model().addTrainingInfo(TrainingInfoProto.getDefaultInstance());
    assertThat(OnnxFiles.read(model.bytes()).warnings())
        .singleElement()
        .asString()
        .contains("training");
  }

  @Test
  void refusesInputsThatAreNoTensorsOrHaveNoRank() {
    TypeProto.Tensor.Builder unranked =
        TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.onnxCode());
    assertRefused(
        withInputOf(TypeProto.newBuilder().setTensorType(unranked).build()), "onnx-unknown-rank");
    TypeProto.Sequence.Builder sequence =
        TypeProto.Sequence.newBuilder().setElemType(TypeProto.newBuilder().setTensorType(unranked));
    assertRefused(
        withInputOf(TypeProto.newBuilder().setSequenceType(sequence).build()), "onnx-unsupported");
  }

  @Test
  void reportsEveryFaultAtOnce() {
    OnnxModelBuilder model =
        OnnxModelBuilder.small().node("add", "Neg", List.of("no"), List.of("z"));
    model.graph().addInitializer(OnnxModelBuilder.header("v", ElementType.FLOAT, -1));
    model.model().setOpsetImport(0, opset("", 99));
    assertRefused(model, "onnx-bad-dims", "onnx-opset", "onnx-duplicate-node", "onnx-dangling");
  }

  @Test
  void namesThePlaceOfAFault() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addInitializer(OnnxModelBuilder.header("v", ElementType.FLOAT, -1));
    assertThat(Refusals.problems(model.bytes()).getFirst().place())
        .isEqualTo("model:graph.initializer[1]");
  }

  private static void assertRefused(OnnxModelBuilder model, String... codes) {
    assertThat(Refusals.codes(model.bytes())).containsExactly(codes);
  }

  private static OnnxModelBuilder withInput() {
    return new OnnxModelBuilder(17)
        .input("x", ElementType.FLOAT, "2")
        .output("y", ElementType.FLOAT, "2");
  }

  private static OnnxModelBuilder withInputOf(TypeProto type) {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addInput(ValueInfoProto.newBuilder().setName("i").setType(type));
    return model;
  }

  private static OnnxModelBuilder withSubgraph(OnnxModelBuilder branch) {
    OnnxModelBuilder model = OnnxModelBuilder.small().node("if", "If", List.of("x"), List.of("z"));
    model
        .graph()
        .getNodeBuilder(2)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("then_branch")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(branch.build().getGraph()));
    return model;
  }

  private static NodeProto evil() {
    return NodeProto.newBuilder()
        .setName("evil")
        .setDomain("com.evil")
        .setOpType("Run")
        .addInput("y")
        .addOutput("e")
        .build();
  }

  private static OperatorSetIdProto opset(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }
}
