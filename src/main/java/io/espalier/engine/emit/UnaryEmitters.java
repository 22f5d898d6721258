package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.ElementType;
import java.util.Map;

/** Operators of one input without attributes, and casts. */
final class UnaryEmitters {
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Abs", "abs"),
          Map.entry("Acos", "acos"),
          Map.entry("Acosh", "acosh"),
          Map.entry("Asin", "asin"),
          Map.entry("Asinh", "asinh"),
          Map.entry("Atan", "atan"),
          Map.entry("Atanh", "atanh"),
          Map.entry("BitwiseNot", "bitwise_not"),
          Map.entry("Ceil", "ceil"),
          Map.entry("Cos", "cos"),
          Map.entry("Cosh", "cosh"),
          Map.entry("Erf", "erf"),
          Map.entry("Exp", "exp"),
          Map.entry("Floor", "floor"),
          Map.entry("IsNaN", "isnan"),
          Map.entry("Log", "log"),
          Map.entry("Neg", "neg"),
          Map.entry("Not", "logical_not"),
          Map.entry("Reciprocal", "reciprocal"),
          Map.entry("Relu", "relu"),
          Map.entry("Round", "round"),
          Map.entry("Sigmoid", "sigmoid"),
          Map.entry("Sign", "sign"),
          Map.entry("Sin", "sin"),
          Map.entry("Sinh", "sinh"),
          Map.entry("Sqrt", "sqrt"),
          Map.entry("Tan", "tan"),
          Map.entry("Tanh", "tanh"));

  private UnaryEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    FUNCTIONS.forEach((operator, function) -> table.put(operator, apply("torch." + function)));
    table.put("Identity", site -> site.output(site.input(0)));
    table.put("IsInf", UnaryEmitters::isInfinite);
    table.put("Cast", UnaryEmitters::cast);
    table.put("CastLike", UnaryEmitters::castLike);
    table.put("Dropout", UnaryEmitters::dropout);
  }

  private static Emitter apply(String function) {
    return site -> site.output(call(function, site.input(0)));
  }

  private static void isInfinite(Site site) {
    boolean negative = site.flag("detect_negative", true);
    boolean positive = site.flag("detect_positive", true);
    String x = site.input(0);
    if (!negative && !positive) {
      site.output(call("torch.zeros_like", x, "dtype=" + ScalarTypes.BOOL));
      return;
    }
    site.output(
        negative && positive
            ? call("torch.isinf", x)
            : call("torch.eq", x, positive ? "inf" : "-inf"));
  }

  private static void cast(Site site) {
    long code = site.integer("to", 0);
    cast(
        site,
        ElementType.ofOnnxCode(code)
            .orElseThrow(() -> site.unsupported("the type code (%d) is unknown", code)));
  }

  private static void castLike(Site site) {
    cast(site, site.type(1).elementType());
  }

  private static void cast(Site site, ElementType type) {
    String x = site.input(0);
    if (type == ElementType.UINT64 && site.isFloating(0)) {
      site.output(UnsignedLongs.fromFloating(site, x));
      return;
    }
    boolean fromUnsigned = type.isFloating() && site.holdsUnsignedLong(0);
    String value = fromUnsigned ? UnsignedLongs.toDouble(x) : x;
    site.output(call("torch.to", value, site.scalarType(type)));
  }

  /** A mask that is read keeps everything, and then nothing is dropped in training either. */
  private static void dropout(Site site) {
    if (site.hasInput(2) && site.requireConstant(2).longAt(0) != 0) {
      throw site.unsupported("it drops values even when the model is evaluated");
    }
    if (site.readsOutput(1)) {
      site.output(site.input(0));
      site.output(1, call("torch.ones_like", site.input(0), "dtype=" + ScalarTypes.BOOL));
      return;
    }
    String ratio = site.hasInput(1) ? site.scalar(1) : site.number("ratio", 0.5f);
    site.output(
        site.writing().learns()
            ? dropped(site, site.input(0), ratio)
            : call("torch.dropout", site.input(0), ratio, Site.TRAINING));
  }

  /** Draws from the generator of the step, not from that of the process. */
  private static String dropped(Site site, String x, String ratio) {
    String kept = site.assign("1.0 - " + ratio);
    String like = call("torch.empty_like", x);
    String mask = call("torch.bernoulli", like, kept, "generator=" + Writing.GENERATOR);
    return call("torch.mul", x, call("torch.div", mask, "max(%s, 1e-30)".formatted(kept)));
  }
}
