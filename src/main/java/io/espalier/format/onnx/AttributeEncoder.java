package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireMessage;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.List;

/** Encodes attributes as {@code AttributeProto}. */
final class AttributeEncoder {
  private static final int TYPE_FIELD = 20;

  private AttributeEncoder() {}

  static WireMessage attribute(String name, Attribute attribute) {
    WireMessage message = new WireMessage().text(1, name);
    AttributeKind kind = kind(attribute);
    int field = kind.field();
    switch (attribute) {
      case Attribute.FloatValue(float value) -> message.float32(field, value);
      case Attribute.IntValue(long value) -> message.varint(field, value);
      case Attribute.StringValue(String value) -> message.text(field, value);
      case Attribute.TensorValue(Tensor value) ->
          message.message(field, ModelEncoder.tensor("", value));
      case Attribute.GraphValue(Graph value) -> message.message(field, ModelEncoder.graph(value));
      case Attribute.FloatList(List<Float> values) ->
          values.forEach(value -> message.float32(field, value));
      case Attribute.IntList(List<Long> values) ->
          values.forEach(value -> message.varint(field, value));
      case Attribute.StringList(List<String> values) ->
          values.forEach(value -> message.text(field, value));
      case Attribute.GraphList(List<Graph> values) ->
          values.forEach(value -> message.message(field, ModelEncoder.graph(value)));
    }
    return message.varint(TYPE_FIELD, kind.code());
  }

  private static AttributeKind kind(Attribute attribute) {
    return switch (attribute) {
      case Attribute.FloatValue _ -> AttributeKind.FLOAT;
      case Attribute.IntValue _ -> AttributeKind.INT;
      case Attribute.StringValue _ -> AttributeKind.STRING;
      case Attribute.TensorValue _ -> AttributeKind.TENSOR;
      case Attribute.GraphValue _ -> AttributeKind.GRAPH;
      case Attribute.FloatList _ -> AttributeKind.FLOATS;
      case Attribute.IntList _ -> AttributeKind.INTS;
      case Attribute.StringList _ -> AttributeKind.STRINGS;
      case Attribute.GraphList _ -> AttributeKind.GRAPHS;
    };
  }
}
