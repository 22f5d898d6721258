package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireMessage;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.List;

/** Encodes a graph as a {@code ModelProto}; fields in the order of their numbers. */
final class ModelEncoder {
  private static final String PRODUCER = "espalier";

  private ModelEncoder() {}

  /**
   * A model.
   *
   * @param initializers how those of the graph are encoded; inside attributes all tensors keep
   *     their bytes
   */
  static WireMessage model(Graph graph, String version, TensorEncoder initializers) {
    WireMessage model =
        new WireMessage()
            .varint(1, IrVersions.of(graph.opset()))
            .text(2, PRODUCER)
            .text(3, version)
            .message(7, graph(graph, initializers));
    graph.opsets().forEach((domain, opset) -> model.message(8, opset(domain, opset)));
    graph.metadata().forEach((key, value) -> model.message(14, entry(key, value)));
    return model;
  }

  private static WireMessage opset(String domain, long version) {
    return new WireMessage().text(1, domain).varint(2, version);
  }

  /** A {@code StringStringEntryProto}. */
  static WireMessage entry(String key, String value) {
    return new WireMessage().text(1, key).text(2, value);
  }

  /** A graph inside an attribute. */
  static WireMessage graph(Graph graph) {
    return graph(graph, ModelEncoder::tensor);
  }

  private static WireMessage graph(Graph graph, TensorEncoder initializers) {
    WireMessage message = new WireMessage();
    graph.nodes().forEach(node -> message.message(1, node(node)));
    message.text(2, graph.name());
    graph
        .initializers()
        .forEach((name, tensor) -> message.message(5, initializers.encode(name, tensor)));
    graph.inputs().forEach(input -> message.message(11, value(input)));
    graph.outputs().forEach(output -> message.message(12, value(output)));
    return message;
  }

  private static WireMessage node(Node node) {
    WireMessage message = new WireMessage();
    node.inputs().forEach(input -> message.text(1, input));
    node.outputs().forEach(output -> message.text(2, output));
    message.text(3, node.name()).text(4, node.operator());
    node.attributes()
        .forEach((name, value) -> message.message(5, AttributeEncoder.attribute(name, value)));
    return node.domain().isEmpty() ? message : message.text(7, node.domain());
  }

  /** A tensor with its bytes as {@code raw_data}. */
  static WireMessage tensor(String name, Tensor tensor) {
    return header(name, tensor).bytes(9, tensor.bytes());
  }

  /** A tensor without its bytes. */
  static WireMessage header(String name, Tensor tensor) {
    WireMessage message = new WireMessage();
    for (long extent : tensor.shape()) {
      message.varint(1, extent);
    }
    message.varint(2, tensor.elementType().onnxCode());
    return name.isEmpty() ? message : message.text(8, name);
  }

  private static WireMessage value(ValueInfo value) {
    WireMessage type = new WireMessage().message(1, tensorType(value.type()));
    return new WireMessage().text(1, value.name()).message(2, type);
  }

  private static WireMessage tensorType(TensorType type) {
    WireMessage shape = new WireMessage();
    type.shape().forEach(dim -> shape.message(1, dim(dim)));
    return new WireMessage().varint(1, type.elementType().onnxCode()).message(2, shape);
  }

  private static WireMessage dim(Dim dim) {
    return switch (dim) {
      case Dim.Known(long size) -> new WireMessage().varint(1, size);
      case Dim.Symbolic(long _, List<String> _) -> new WireMessage().text(2, dim.toString());
    };
  }
}
