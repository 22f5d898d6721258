package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;
import java.util.function.UnaryOperator;

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
          Map.entry("Mul", "mul"),
          Map.entry("Or", "logical_or"),
          Map.entry("Sub", "sub"),
          Map.entry("Xor", "logical_xor"));

  private static final Map<String, String> COMPARISONS =
      Map.of("Greater", "gt", "GreaterOrEqual", "ge", "Less", "lt", "LessOrEqual", "le");

  private BinaryEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    FUNCTIONS.forEach((operator, function) -> table.put(operator, apply("torch." + function)));
    COMPARISONS.forEach((operator, function) -> table.put(operator, compare("torch." + function)));
    table.put("BitShift", BinaryEmitters::bitShift);
    table.put("Div", BinaryEmitters::div);
    table.put("Max", site -> extreme(site, "torch.maximum"));
    table.put("Mean", BinaryEmitters::mean);
    table.put("Min", site -> extreme(site, "torch.minimum"));
    table.put("Mod", BinaryEmitters::mod);
    table.put("Pow", BinaryEmitters::pow);
    table.put("Sum", site -> site.output(fold(site, "torch.add")));
    table.put("Where", BinaryEmitters::where);
  }

  private static Emitter apply(String function) {
    return site -> site.output(call(function, site.input(0), site.input(1)));
  }

  private static Emitter compare(String function) {
    return site ->
        site.output(
            site.holdsUnsignedLong(0)
                ? call(
                    function,
                    UnsignedLongs.ordered(site.input(0)),
                    UnsignedLongs.ordered(site.input(1)))
                : call(function, site.input(0), site.input(1)));
  }

  private static void extreme(Site site, String function) {
    site.output(
        site.holdsUnsignedLong(0)
            ? UnsignedLongs.unordered(fold(site, function, UnsignedLongs::ordered))
            : fold(site, function));
  }

  private static void bitShift(Site site) {
    String direction = site.text("direction", "");
    String x = site.input(0);
    String bits = site.input(1);
    switch (direction) {
      case "LEFT" -> site.output(call("torch.bitwise_left_shift", x, bits));
      case "RIGHT" ->
          site.output(
              site.holdsUnsignedLong(0)
                  ? UnsignedLongs.shiftedRight(site, x, bits)
                  : call("torch.bitwise_right_shift", x, bits));
      default -> throw site.unsupported("the direction (%s) is unknown", direction);
    }
  }

  /** Integers divide towards zero. */
  private static void div(Site site) {
    if (site.holdsUnsignedLong(0)) {
      site.output(UnsignedLongs.quotient(site, site.input(0), site.input(1)));
      return;
    }
    String rounding = site.isFloating(0) ? Literals.NONE : "\"trunc\"";
    site.output(call("torch.div", site.input(0), site.input(1), "rounding_mode=" + rounding));
  }

  private static void mean(Site site) {
    site.output(call("torch.div", fold(site, "torch.add"), site.inputCount()));
  }

  private static void mod(Site site) {
    if (site.holdsUnsignedLong(0)) {
      site.output(UnsignedLongs.remainder(site, site.input(0), site.input(1)));
      return;
    }
    boolean signOfDividend = site.flag("fmod", false);
    site.output(
        call(signOfDividend ? "torch.fmod" : "torch.remainder", site.input(0), site.input(1)));
  }

  /** The result has the type of the base, whatever the exponent's is. */
  private static void pow(Site site) {
    String exponent = site.input(1);
    String power =
        call(
            "torch.pow",
            site.input(0),
            site.holdsUnsignedLong(1) ? UnsignedLongs.toDouble(exponent) : exponent);
    boolean sameType = site.type(0).elementType() == site.type(1).elementType();
    site.output(sameType ? power : call("torch.to", power, site.scalarType(0)));
  }

  private static void where(Site site) {
    site.output(call("torch.where", site.input(0), site.input(1), site.input(2)));
  }

  private static String fold(Site site, String function) {
    return fold(site, function, UnaryOperator.identity());
  }

  private static String fold(Site site, String function, UnaryOperator<String> operand) {
    String folded = operand.apply(site.input(0));
    for (int i = 1; i < site.inputCount(); i++) {
      folded = call(function, folded, operand.apply(site.input(i)));
    }
    return folded;
  }
}
