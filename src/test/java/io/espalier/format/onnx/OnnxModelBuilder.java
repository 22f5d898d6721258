package io.espalier.format.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Builds model files in code with somebody else's protobuf classes. */
public final class OnnxModelBuilder {
  private final ModelProto.Builder model = ModelProto.newBuilder();
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  public OnnxModelBuilder(long opset) {
    model.setIrVersion(opset < 9 ? 3 : 7);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
  }

  /** A good model: two nodes, one weight, opset 17. */
  public static OnnxModelBuilder small() {
    return new OnnxModelBuilder(17)
        .input("x", ElementType.FLOAT, "2", "3")
        .initializer("w", Tensor.ofFloats(new long[] {3}, 1, 2, 3))
        .node("add", "Add", List.of("x", "w"), List.of("h"))
        .node("relu", "Relu", List.of("h"), List.of("y"))
        .output("y", ElementType.FLOAT, "2", "3");
  }

  public ModelProto.Builder model() {
    return model;
  }

  public GraphProto.Builder graph() {
    return graph;
  }

  /**
   * @param dims a number, a symbol, or empty for an extent that is not declared
   */
  public OnnxModelBuilder input(String name, ElementType type, String... dims) {
    graph.addInput(value(name, type, dims));
    return this;
  }

  public OnnxModelBuilder output(String name, ElementType type, String... dims) {
    graph.addOutput(value(name, type, dims));
    return this;
  }

  public OnnxModelBuilder initializer(String name, Tensor tensor) {
    graph.addInitializer(tensor(name, tensor));
    return this;
  }

  public OnnxModelBuilder node(
      String name, String operator, List<String> inputs, List<String> outputs) {
    return node(name, operator, inputs, outputs, Map.of());
  }

  public OnnxModelBuilder node(
      String name,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, Attribute> attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    attributes.forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
    return this;
  }

  public ModelProto build() {
    return model.setGraph(graph).build();
  }

  public byte[] bytes() {
    return build().toByteArray();
  }

  static ValueInfoProto value(String name, ElementType type, String... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Arrays.stream(dims).map(OnnxModelBuilder::dim).forEach(shape::addDim);
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.onnxCode()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static TensorShapeProto.Dimension dim(String text) {
    TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
    if (text.matches("-?[0-9]+")) {
      dim.setDimValue(Long.parseLong(text));
    } else if (!text.isEmpty()) {
      dim.setDimParam(text);
    }
    return dim.build();
  }

  static TensorProto tensor(String name, Tensor tensor) {
    TensorProto.Builder proto = header(name, tensor.elementType(), tensor.shape());
    return proto.setRawData(ByteString.copyFrom(bytes(tensor))).build();
  }

  static TensorProto.Builder header(String name, ElementType type, long... shape) {
    TensorProto.Builder proto = TensorProto.newBuilder().setName(name);
    Arrays.stream(shape).forEach(proto::addDims);
    return proto.setDataType(type.onnxCode());
  }

  static byte[] bytes(Tensor tensor) {
    return tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  static AttributeProto attribute(String name, Attribute value) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Attribute.IntValue(long number) -> proto.setType(AttributeType.INT).setI(number);
      case Attribute.FloatValue(float number) -> proto.setType(AttributeType.FLOAT).setF(number);
      case Attribute.StringValue(String text) ->
          proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
      case Attribute.TensorValue(Tensor tensor) ->
          proto.setType(AttributeType.TENSOR).setT(tensor("", tensor));
      case Attribute.IntList(List<Long> numbers) ->
          proto.setType(AttributeType.INTS).addAllInts(numbers);
      case Attribute.FloatList(List<Float> numbers) ->
          proto.setType(AttributeType.FLOATS).addAllFloats(numbers);
      case Attribute.StringList(List<String> texts) ->
          proto
              .setType(AttributeType.STRINGS)
              .addAllStrings(texts.stream().map(ByteString::copyFromUtf8).toList());
      case Attribute.GraphValue(Graph _), Attribute.GraphList(List<Graph> _) ->
          throw new IllegalArgumentException("Subgraphs are added as protobuf.");
    }
    return proto.build();
  }
}
