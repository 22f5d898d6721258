package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.ElementType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Conversions between real numbers and small integers; halves round to the even neighbour. */
final class QuantizationEmitters {
  private static final String RANGE = "255.0";

  private QuantizationEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("QuantizeLinear", QuantizationEmitters::quantize);
    table.put("DequantizeLinear", QuantizationEmitters::dequantize);
    table.put("DynamicQuantizeLinear", QuantizationEmitters::quantizeDynamically);
  }

  private static void quantize(Site site) {
    String x = real(site.input(0));
    String scaled = call("torch.div", x, real(alongAxis(site, 1)));
    String zeroPoint = site.hasInput(2) ? alongAxis(site, 2) : "0";
    site.output(saturated(site, scaled, zeroPoint, target(site)));
  }

  private static ElementType target(Site site) {
    if (site.hasInput(2)) {
      return site.type(2).elementType();
    }
    long code = site.integer("output_dtype", 0);
    return code == 0
        ? ElementType.UINT8
        : ElementType.ofOnnxCode(code)
            .orElseThrow(() -> site.unsupported("the type code (%d) is unknown", code));
  }

  /** Rounds, adds the zero point and keeps what the type can hold. */
  static String saturated(Site site, String scaled, String zeroPoint, ElementType type) {
    if (type.isFloating()) {
      throw site.unsupported("it quantizes to %s", type.text());
    }
    boolean signed = type != ElementType.UINT8 && type != ElementType.UINT16;
    long lowest = signed ? -(1L << (type.bits() - 1)) : 0;
    String moved = call("torch.add", call("torch.round", scaled), zeroPoint);
    String bounded = call("torch.clamp", moved, lowest, lowest + (1L << type.bits()) - 1);
    return call("torch.to", bounded, site.scalarType(type));
  }

  private static void dequantize(Site site) {
    String x = site.wideInput(0);
    String moved = site.isFloating(0) ? x : difference(site, x);
    String scale = alongAxis(site, 1);
    site.output(call("torch.mul", call("torch.to", moved, site.scalarType(1)), scale));
  }

  /** 8-bit floating types have no zero point but zero. */
  private static String difference(Site site, String x) {
    String whole = call("torch.to", x, ScalarTypes.INT32);
    return site.hasInput(2)
        ? call("torch.sub", whole, call("torch.to", alongAxis(site, 2), ScalarTypes.INT32))
        : whole;
  }

  /** A scale or zero point in a shape that broadcasts to the first input. */
  private static String alongAxis(Site site, int index) {
    long block = site.integer("block_size", 0);
    if (block > 0) {
      int axis = site.axis(1);
      String repeated = call("torch.repeat_interleave", site.wideInput(index), block, axis);
      return call("torch.slice", repeated, axis, 0, call("torch.size", site.input(0), axis));
    }
    boolean single = site.rank(index) == 0 || site.type(index).dim(0).is(1);
    return single ? scalar(site, index) : perPosition(site, index);
  }

  private static String scalar(Site site, int index) {
    return call("torch.reshape", site.wideInput(index), "annotate(List[int], [])");
  }

  private static String perPosition(Site site, int index) {
    List<Long> shape = new ArrayList<>(Collections.nCopies(site.rank(0), 1L));
    shape.set(site.axis(1), -1L);
    return call("torch.reshape", site.wideInput(index), Literals.ints(shape));
  }

  /** Scale and zero point follow from the extremes of the input and zero. */
  private static void quantizeDynamically(Site site) {
    String x = site.input(0);
    String lowest = site.assign(call("torch.clamp", call("torch.amin", x), "None", "0.0"));
    String highest = call("torch.clamp", call("torch.amax", x), "0.0");
    String range = call("torch.div", call("torch.sub", highest, lowest), RANGE);
    String scale = site.assign(range);
    site.statement(
        "%s = %s".formatted(scale, call("torch.where", call("torch.eq", scale, 0), "1.0", scale)));
    String zero = call("torch.round", call("torch.div", call("torch.neg", lowest), scale));
    String zeroPoint = site.assign(call("torch.clamp", zero, 0, RANGE));
    String scaled = call("torch.div", x, scale);
    site.output(0, saturated(site, scaled, zeroPoint, ElementType.UINT8));
    site.output(1, scale);
    site.output(2, call("torch.to", zeroPoint, ScalarTypes.UINT8));
  }

  private static String real(String expression) {
    return call("torch.to", expression, ScalarTypes.FLOAT);
  }
}
