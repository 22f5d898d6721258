package io.espalier.conformance;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  private static final String SEQUENCE = "sequence, map or optional values";
  private static final Set<String> SEQUENCES = Set.of("ConcatFromSequence", "SplitToSequence");

  private final Map<String, Set<String>> causes = new TreeMap<>();
  private final Map<String, String> values = new HashMap<>();
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
    return causes.keySet();
  }

  /** The operators that are out of scope or touch what is; all of them when none is. */
  Set<String> operators() {
    Set<String> causing = new TreeSet<>();
    causes.values().forEach(causing::addAll);
    return causing.isEmpty() ? operators : causing;
  }

  private void visit(GraphProto graph) {
    Stream.of(graph.getInputList(), graph.getOutputList(), graph.getValueInfoList())
        .flatMap(List::stream)
        .forEach(value -> visit(value.getName(), value.getType()));
    graph
        .getInitializerList()
        .forEach(tensor -> visitElementType(tensor.getName(), tensor.getDataType()));
    graph.getNodeList().forEach(this::visit);
  }

  private void visit(String value, TypeProto type) {
    switch (type.getValueCase()) {
      case SEQUENCE_TYPE, OPTIONAL_TYPE, MAP_TYPE -> values.put(value, SEQUENCE);
      case TENSOR_TYPE -> visitElementType(value, type.getTensorType().getElemType());
      case SPARSE_TENSOR_TYPE, OPAQUE_TYPE, VALUE_NOT_SET -> {}
    }
  }

  private void visitElementType(String value, int code) {
    if (code == TensorProto.DataType.STRING.getNumber()) {
      values.put(value, "strings");
    }
  }

  private void visit(NodeProto node) {
    String operator = node.getOpType();
    operators.add(operator);
    kind(node).ifPresent(kind -> add(kind, operator));
    Stream.concat(node.getInputList().stream(), node.getOutputList().stream())
        .filter(values::containsKey)
        .forEach(value -> add(values.get(value), operator));
    node.getAttributeList().forEach(attribute -> visit(operator, attribute));
  }

  private void add(String kind, String operator) {
    causes.computeIfAbsent(kind, _ -> new TreeSet<>()).add(operator);
  }

  private static Optional<String> kind(NodeProto node) {
    String operator = node.getOpType();
    if (DOMAINS.containsKey(node.getDomain())) {
      return Optional.of(DOMAINS.get(node.getDomain()));
    }
    if (operator.startsWith("Sequence")
        || operator.startsWith("Optional")
        || SEQUENCES.contains(operator)) {
      return Optional.of(SEQUENCE);
    }
    if (CONTROL_FLOW.contains(operator)) {
      return Optional.of("control flow");
    }
    if (RANDOM.contains(operator)) {
      return Optional.of("random");
    }
    if (IMAGE_DECODING.contains(operator)) {
      return Optional.of("image decoding");
    }
    return trains(node) ? Optional.of("training") : Optional.empty();
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

  private void visit(String operator, AttributeProto attribute) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    graphs.forEach(this::visit);
    if (attribute.getT().getDataType() == TensorProto.DataType.STRING.getNumber()) {
      add("strings", operator);
    }
  }
}
