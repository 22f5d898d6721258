package io.espalier.conformance;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What of a model lies outside Espalier by decision; only such models may be refused. */
final class OutOfScope {
  private static final Set<String> CONTROL_FLOW = Set.of("If", "Loop", "Scan");
  private static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");
  private static final Set<String> IMAGE_DECODING = Set.of("ImageDecoder");
  private static final Map<String, String> DOMAINS =
      Map.of(
          "ai.onnx.preview.training", "training",
          "ai.onnx.training", "training",
          "ai.onnx.ml", "ai.onnx.ml");

  private final Set<String> kinds = new TreeSet<>();
  private final Set<String> operators = new TreeSet<>();

  private OutOfScope() {}

  static OutOfScope of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      OutOfScope scope = new OutOfScope();
      scope.visit(ModelProto.parseFrom(in).getGraph());
      return scope;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Kinds of things that are out of scope; empty when the model must not be refused. */
  Set<String> kinds() {
    return kinds;
  }

  /** Every operator of the model. */
  Set<String> operators() {
    return operators;
  }

  private void visit(GraphProto graph) {
    Stream.of(graph.getInputList(), graph.getOutputList(), graph.getValueInfoList())
        .flatMap(List::stream)
        .map(ValueInfoProto::getType)
        .forEach(this::visit);
    graph.getInitializerList().forEach(tensor -> visitElementType(tensor.getDataType()));
    graph.getNodeList().forEach(this::visit);
  }

  private void visit(TypeProto type) {
    switch (type.getValueCase()) {
      case SEQUENCE_TYPE, OPTIONAL_TYPE, MAP_TYPE -> kinds.add("sequence, map or optional values");
      case TENSOR_TYPE -> visitElementType(type.getTensorType().getElemType());
      case SPARSE_TENSOR_TYPE, OPAQUE_TYPE, VALUE_NOT_SET -> {}
    }
  }

  private void visitElementType(int code) {
    if (code == TensorProto.DataType.STRING.getNumber()) {
      kinds.add("strings");
    }
  }

  private void visit(NodeProto node) {
    String operator = node.getOpType();
    operators.add(operator);
    if (DOMAINS.containsKey(node.getDomain())) {
      kinds.add(DOMAINS.get(node.getDomain()));
    }
    if (CONTROL_FLOW.contains(operator)) {
      kinds.add("control flow");
    }
    if (RANDOM.contains(operator)) {
      kinds.add("random");
    }
    if (IMAGE_DECODING.contains(operator)) {
      kinds.add("image decoding");
    }
    if (operator.startsWith("Sequence") || operator.startsWith("Optional")) {
      kinds.add("sequence, map or optional values");
    }
    if (trains(node)) {
      kinds.add("training");
    }
    node.getAttributeList().forEach(this::visit);
  }

  /** A Dropout with a third input may drop, a BatchNormalization may learn. */
  private static boolean trains(NodeProto node) {
    boolean mode =
        node.getAttributeList().stream()
            .anyMatch(
                attribute -> attribute.getName().equals("training_mode") && attribute.getI() != 0);
    boolean drops =
        node.getOpType().equals("Dropout")
            && node.getInputCount() == 3
            && !node.getInput(2).isEmpty();
    return mode || drops;
  }

  private void visit(AttributeProto attribute) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    graphs.forEach(this::visit);
    if (attribute.hasT()) {
      visitElementType(attribute.getT().getDataType());
    }
  }
}
