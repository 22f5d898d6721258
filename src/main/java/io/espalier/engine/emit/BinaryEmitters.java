package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/** Operators of two or more inputs that broadcast. */
final class BinaryEmitters {
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Add", "add"),
          Map.entry("And", "logical_and"),
          Map.entry("BitwiseAnd", "bitwise_and"),
          Map.entry("BitwiseOr", "bitwise_or"),
          Map.entry("BitwiseXor", "bitwise_xor"),
          Map.entry("Equal", "eq"),
          Map.entry("Greater", "gt"),
          Map.entry("GreaterOrEqual", "ge"),
          Map.entry("Less", "lt"),
          Map.entry("LessOrEqual", "le"),
          Map.entry("Mul", "mul"),
          Map.entry("Or", "logical_or"),
          Map.entry("Sub", "sub"),
          Map.entry("Xor", "logical_xor"));

  private BinaryEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    FUNCTIONS.forEach((operator, function) -> table.put(operator, apply("torch." + function)));
    table.put("Div", BinaryEmitters::div);
    table.put("Max", site -> site.output(fold(site, "torch.maximum")));
    table.put("Mean", BinaryEmitters::mean);
    table.put("Min", site -> site.output(fold(site, "torch.minimum")));
    table.put("Mod", BinaryEmitters::mod);
    table.put("Pow", BinaryEmitters::pow);
    table.put("Sum", site -> site.output(fold(site, "torch.add")));
    table.put("Where", BinaryEmitters::where);
  }

  private static Emitter apply(String function) {
    return site -> site.output(call(function, site.input(0), site.input(1)));
  }

  /** Integers divide towards zero. */
  private static void div(Site site) {
    String rounding = site.isFloating(0) ? Literals.NONE : "\"trunc\"";
    site.output(call("torch.div", site.input(0), site.input(1), "rounding_mode=" + rounding));
  }

  private static void mean(Site site) {
    site.output(call("torch.div", fold(site, "torch.add"), site.inputCount()));
  }

  private static void mod(Site site) {
    boolean signOfDividend = site.flag("fmod", false);
    site.output(
        call(signOfDividend ? "torch.fmod" : "torch.remainder", site.input(0), site.input(1)));
  }

  /** The result has the type of the base, whatever the exponent's is. */
  private static void pow(Site site) {
    String power = call("torch.pow", site.input(0), site.input(1));
    boolean sameType = site.type(0).elementType() == site.type(1).elementType();
    site.output(sameType ? power : call("torch.to", power, site.scalarType(0)));
  }

  private static void where(Site site) {
    site.output(call("torch.where", site.input(0), site.input(1), site.input(2)));
  }

  private static String fold(Site site, String function) {
    String folded = site.input(0);
    for (int i = 1; i < site.inputCount(); i++) {
      folded = call(function, folded, site.input(i));
    }
    return folded;
  }
}
