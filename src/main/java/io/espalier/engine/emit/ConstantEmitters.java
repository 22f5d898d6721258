package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.list;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/** Operators that make tensors from nothing but shapes and bounds, and running sums. */
final class ConstantEmitters {
  private ConstantEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Constant", ConstantEmitters::constant);
    table.put("ConstantOfShape", ConstantEmitters::constantOfShape);
    table.put("CumSum", ConstantEmitters::cumulativeSum);
    table.put("EyeLike", ConstantEmitters::eyeLike);
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
    site.output(
        call("torch.full", site.intList(0), Site.scalarLiteral(value), dtype, site.device()));
  }

  private static void cumulativeSum(Site site) {
    boolean reverse = site.flag("reverse", false);
    String axis = site.scalar(1);
    String x = reverse ? flipped(site, site.input(0), axis) : site.input(0);
    String dtype = "dtype=" + site.scalarType(0);
    String sum = site.assign(call("torch.cumsum", x, axis, dtype));
    String shifted = site.flag("exclusive", false) ? shifted(sum, axis) : sum;
    site.output(reverse ? flipped(site, shifted, axis) : shifted);
  }

  private static String flipped(Site site, String x, String axis) {
    return site.assign(call("torch.flip", x, list(List.of(axis))));
  }

  /** Every sum one position later, the first one zero. */
  private static String shifted(String sum, String axis) {
    String zero = call("torch.zeros_like", call("torch.slice", sum, axis, 0, 1));
    String kept = call("torch.slice", sum, axis, 0, -1);
    return call("torch.cat", list(List.of(zero, kept)), axis);
  }

  /** Ones where the column is the row and some more. */
  private static void eyeLike(Site site) {
    String x = site.input(0);
    String rows = call("torch.arange", call("torch.size", x, 0), deviceOf(x));
    String columns = call("torch.arange", call("torch.size", x, 1), deviceOf(x));
    String diagonal = call("torch.add", call("torch.unsqueeze", rows, 1), site.integer("k", 0));
    String ones = call("torch.eq", call("torch.unsqueeze", columns, 0), diagonal);
    site.output(call("torch.to", ones, site.outputScalarType(0)));
  }

  private static void range(Site site) {
    String number = site.isFloating(0) ? "float" : "int";
    site.output(
        call(
            "torch.arange",
            call(number, site.input(0)),
            call(number, site.input(1)),
            call(number, site.input(2)),
            "dtype=" + site.scalarType(0),
            deviceOf(site.input(0))));
  }
}
