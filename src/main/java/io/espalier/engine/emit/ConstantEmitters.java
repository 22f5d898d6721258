package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.Tensor;
import java.util.Map;

/** Operators that make tensors from nothing but shapes and bounds, and running sums. */
final class ConstantEmitters {
  private ConstantEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Constant", ConstantEmitters::constant);
    table.put("ConstantOfShape", ConstantEmitters::constantOfShape);
    table.put("CumSum", ConstantEmitters::cumulativeSum);
    table.put("Range", ConstantEmitters::range);
  }

  /** Readers find the value among the constants; only what cannot be one is refused here. */
  private static void constant(Site site) {
    if (Constants.value(site.node()).isEmpty()) {
      throw site.unsupported("it holds text or a sparse tensor");
    }
  }

  private static void constantOfShape(Site site) {
    Tensor value = site.node().tensorAttribute("value").orElse(Tensor.scalar(0));
    String dtype = "dtype=" + site.scalarType(value.elementType());
    site.output(call("torch.full", site.intList(0), Site.scalarLiteral(value), dtype));
  }

  private static void cumulativeSum(Site site) {
    if (site.flag("exclusive", false) || site.flag("reverse", false)) {
      throw site.unsupported("it sums exclusively or backwards");
    }
    String dtype = "dtype=" + site.scalarType(0);
    site.output(call("torch.cumsum", site.input(0), site.scalarLiteral(1), dtype));
  }

  private static void range(Site site) {
    String number = site.isFloating(0) ? "float" : "int";
    site.output(
        call(
            "torch.arange",
            call(number, site.input(0)),
            call(number, site.input(1)),
            call(number, site.input(2)),
            "dtype=" + site.scalarType(0)));
  }
}
