package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/**
 * Products of small integers.
 *
 * <p>They are taken in doubles, which hold every sum of products of bytes exactly and which both
 * processors and accelerators multiply.
 */
final class IntegerEmitters {
  private static final int CONV_BIAS = 8;

  private IntegerEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("ConvInteger", IntegerEmitters::conv);
    table.put("MatMulInteger", IntegerEmitters::matMul);
    table.put("QLinearConv", IntegerEmitters::quantizedConv);
    table.put("QLinearMatMul", IntegerEmitters::quantizedMatMul);
  }

  private static void conv(Site site) {
    String x = moved(site, 0, 2, Along.NOTHING);
    String weight = moved(site, 1, 3, Along.OUTPUT_CHANNELS);
    site.output(integers(ConvolutionEmitters.convolved(site, 1, x, weight, Literals.NONE)));
  }

  private static void matMul(Site site) {
    String a = moved(site, 0, 2, Along.ROWS);
    String b = moved(site, 1, 3, Along.COLUMNS);
    site.output(integers(call("torch.matmul", a, b)));
  }

  private static void quantizedConv(Site site) {
    String x = moved(site, 0, 2, Along.NOTHING);
    String weight = moved(site, 3, 5, Along.OUTPUT_CHANNELS);
    String bias = site.hasInput(CONV_BIAS) ? exact(site.input(CONV_BIAS)) : Literals.NONE;
    String sums = ConvolutionEmitters.convolved(site, 3, x, weight, bias);
    String scale =
        call("torch.mul", spread(site, 1, Along.NOTHING), spread(site, 4, Along.CHANNELS));
    requantize(site, sums, scale, Along.NOTHING);
  }

  private static void quantizedMatMul(Site site) {
    String a = moved(site, 0, 2, Along.ROWS);
    String b = moved(site, 3, 5, Along.COLUMNS);
    String scale = call("torch.mul", spread(site, 1, Along.ROWS), spread(site, 4, Along.COLUMNS));
    requantize(site, call("torch.matmul", a, b), scale, Along.ROWS);
  }

  private static void requantize(Site site, String sums, String scale, Along output) {
    String ratio = call("torch.div", scale, spread(site, 6, output));
    String scaled = call("torch.mul", call("torch.to", sums, ScalarTypes.FLOAT), ratio);
    site.output(
        QuantizationEmitters.saturated(
            site, scaled, spread(site, 7, output), site.type(7).elementType()));
  }

  /** What a vector of scales or zero points stands along. */
  private enum Along {
    NOTHING,
    ROWS,
    COLUMNS,
    OUTPUT_CHANNELS,
    CHANNELS
  }

  /** An input less its zero point, which may be omitted. */
  private static String moved(Site site, int index, int zeroPoint, Along along) {
    String x = exact(site.input(index));
    return site.assign(
        site.hasInput(zeroPoint)
            ? call("torch.sub", x, exact(spread(site, zeroPoint, along, site.rank(index))))
            : x);
  }

  private static String spread(Site site, int index, Along along) {
    return spread(site, index, along, site.rank(0));
  }

  /** Scales or zero points in a shape that broadcasts to a value of the given rank. */
  private static String spread(Site site, int index, Along along, int rank) {
    String expression = site.input(index);
    int own = site.rank(index);
    if (own == 0 || own == 1 && site.type(index).dim(0).is(1)) {
      return call("torch.reshape", expression, "annotate(List[int], [])");
    }
    return switch (along) {
      case NOTHING -> throw site.unsupported("its input %d must have one element", index);
      case ROWS -> own == 1 ? call("torch.unsqueeze", expression, -1) : expression;
      case COLUMNS -> expression;
      case OUTPUT_CHANNELS ->
          call("torch.reshape", expression, "[-1" + ", 1".repeat(rank - 1) + "]");
      case CHANNELS -> call("torch.reshape", expression, "[-1" + ", 1".repeat(rank - 2) + "]");
    };
  }

  private static String exact(String expression) {
    return call("torch.to", expression, ScalarTypes.DOUBLE);
  }

  /** A sum beyond 32 bits wraps. */
  private static String integers(String expression) {
    return call("torch.to", call("torch.to", expression, ScalarTypes.INT64), ScalarTypes.INT32);
  }
}
