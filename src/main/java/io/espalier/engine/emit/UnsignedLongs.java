package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import java.util.Set;

/**
 * Arithmetic of uint64, which programs hold as int64 with the same bits.
 *
 * <p>Operators that only move elements, or whose result has the same bits for both kinds, need
 * nothing; those below do; all others are refused.
 *
 * <p>Source: H. S. Warren, Hacker's Delight, 2nd edition, 2-12 and 9-3.
 */
final class UnsignedLongs {
  private static final String LARGEST = Long.toString(Long.MAX_VALUE);
  private static final String SIGN = "-" + LARGEST + " - 1";
  private static final String TWO_TO_64 = "18446744073709551616.0";
  private static final String TWO_TO_63 = "9223372036854775808.0";

  private static final Set<String> EXACT =
      Set.of(
          "Add",
          "BitShift",
          "BitwiseAnd",
          "BitwiseNot",
          "BitwiseOr",
          "BitwiseXor",
          "Cast",
          "CastLike",
          "Compress",
          "Concat",
          "ConstantOfShape",
          "Div",
          "Equal",
          "Expand",
          "EyeLike",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Greater",
          "GreaterOrEqual",
          "Identity",
          "Less",
          "LessOrEqual",
          "Max",
          "Min",
          "Mod",
          "Mul",
          "Pad",
          "Pow",
          "Reshape",
          "Shape",
          "Size",
          "Slice",
          "Split",
          "Squeeze",
          "Sub",
          "Sum",
          "Tile",
          "Transpose",
          "Trilu",
          "Unsqueeze",
          "Where");

  private UnsignedLongs() {}

  /**
   * Lets nodes pass that have an exact program.
   *
   * @throws UnsupportedNode for another node that computes with uint64
   */
  static void require(Site site) {
    Node node = site.node();
    boolean exact =
        EXACT.contains(node.operator()) && !(node.is("Pow") && site.holdsUnsignedLong(0));
    if (!exact && site.touches(ElementType.UINT64)) {
      throw site.unsupported("it computes with uint64");
    }
  }

  /** Numbers whose signed order is the unsigned order of the values. */
  static String ordered(String value) {
    return call("torch.bitwise_xor", value, SIGN);
  }

  /** What {@link #ordered} was made of. */
  static String unordered(String value) {
    return ordered(value);
  }

  static String shiftedRight(Site site, String value, String bits) {
    String halved = site.assign(halved(value));
    String rest = call("torch.clamp", call("torch.sub", bits, 1), 0);
    String shifted = call("torch.bitwise_right_shift", halved, rest);
    return call("torch.where", call("torch.eq", bits, 0), value, shifted);
  }

  private static String halved(String value) {
    return call("torch.bitwise_and", call("torch.bitwise_right_shift", value, 1), LARGEST);
  }

  /** Half the dividend is divided, and the quotient corrected by at most one. */
  static String quotient(Site site, String dividend, String divisor) {
    String a = site.assign(dividend);
    String b = site.assign(divisor);
    String whole = call("torch.div", halved(a), b, "rounding_mode=\"trunc\"");
    String guess = site.assign(call("torch.mul", whole, 2));
    String rest = site.assign(call("torch.sub", a, call("torch.mul", guess, b)));
    String reaches = call("torch.ge", ordered(rest), ordered(b));
    String small = call("torch.add", guess, call("torch.to", reaches, ScalarTypes.INT64));
    String large = call("torch.to", call("torch.ge", ordered(a), ordered(b)), ScalarTypes.INT64);
    return site.assign(call("torch.where", call("torch.lt", b, 0), large, small));
  }

  static String remainder(Site site, String dividend, String divisor) {
    String quotient = quotient(site, dividend, divisor);
    return call("torch.sub", dividend, call("torch.mul", quotient, divisor));
  }

  /** The nearest doubles. */
  static String toDouble(String value) {
    String signed = call("torch.to", value, ScalarTypes.DOUBLE);
    return call(
        "torch.where", call("torch.lt", value, 0), call("torch.add", signed, TWO_TO_64), signed);
  }

  static String fromFloating(Site site, String value) {
    String wide = site.assign(call("torch.to", value, ScalarTypes.DOUBLE));
    String folded = call("torch.sub", wide, TWO_TO_64);
    String signed = call("torch.where", call("torch.ge", wide, TWO_TO_63), folded, wide);
    return call("torch.to", signed, ScalarTypes.INT64);
  }
}
