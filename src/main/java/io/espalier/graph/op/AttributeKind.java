package io.espalier.graph.op;

import io.espalier.graph.Attribute;
import java.util.Locale;

/** The kinds of attribute an operator may ask for. */
public enum AttributeKind {
  INT,
  FLOAT,
  STRING,
  TENSOR,
  GRAPH,
  INTS,
  FLOATS,
  STRINGS,
  GRAPHS;

  public static AttributeKind of(Attribute attribute) {
    return switch (attribute) {
      case Attribute.IntValue _ -> INT;
      case Attribute.FloatValue _ -> FLOAT;
      case Attribute.StringValue _ -> STRING;
      case Attribute.TensorValue _ -> TENSOR;
      case Attribute.GraphValue _ -> GRAPH;
      case Attribute.IntList _ -> INTS;
      case Attribute.FloatList _ -> FLOATS;
      case Attribute.StringList _ -> STRINGS;
      case Attribute.GraphList _ -> GRAPHS;
    };
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
