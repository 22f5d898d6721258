package io.espalier.graph.op;

import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.List;

/** Operators whose output has the shape of their first input. */
final class Elementwise {
  private Elementwise() {}

  static TensorType same(RuleContext context) {
    return context.type(0);
  }

  static TensorType bool(RuleContext context) {
    return context.type(0).withElementType(ElementType.BOOL);
  }

  /** An operator along one axis that keeps every shape, such as Softmax. */
  static TensorType alongAxis(RuleContext context) {
    TensorType type = context.type(0);
    if (type.rank() > 0) {
      RuleContext.axis(context.node().intAttribute("axis", -1), type.rank());
    }
    return type;
  }

  static TensorType cast(RuleContext context) {
    return context.type(0).withElementType(elementType(context, "to"));
  }

  static TensorType castLike(RuleContext context) {
    return context.type(0).withElementType(context.type(1).elementType());
  }

  static List<TensorType> dropout(RuleContext context) {
    return List.of(same(context), bool(context));
  }

  static ElementType elementType(RuleContext context, String attribute) {
    long code = context.node().intAttribute(attribute, 0);
    return ElementType.ofOnnxCode(code)
        .orElseThrow(
            () ->
                RuleFailure.contradiction(
                    "the attribute %s (%d) must be the code of an element type"
                        .formatted(attribute, code)));
  }
}
