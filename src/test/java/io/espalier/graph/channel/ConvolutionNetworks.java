package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Couplings by convolutions, additions, gates and concatenation. */
final class ConvolutionNetworks {
  private ConvolutionNetworks() {}

  /** Networks by name: what each does with its input. */
  static Map<String, BiFunction<Blocks, String, String>> all() {
    Map<String, BiFunction<Blocks, String, String>> all = new LinkedHashMap<>();
    all.put("chain", ConvolutionNetworks::chain);
    all.put("residual", ConvolutionNetworks::residual);
    all.put("concat", ConvolutionNetworks::concat);
    all.put("dense", ConvolutionNetworks::dense);
    all.put("depthwise", ConvolutionNetworks::depthwise);
    all.put("depthwise-multiplier", ConvolutionNetworks::depthwiseMultiplier);
    all.put("grouped", ConvolutionNetworks::grouped);
    all.put("squeeze-excite", ConvolutionNetworks::squeezeExcite);
    all.put("transposed", ConvolutionNetworks::transposed);
    all.put("mixture", ConvolutionNetworks::mixture);
    all.put("slopes", ConvolutionNetworks::slopes);
    all.put("transposed-grouped", ConvolutionNetworks::groupedTransposed);
    all.put("transposed-depthwise", ConvolutionNetworks::depthwiseTransposed);
    all.put("quantized", ConvolutionNetworks::quantized);
    return all;
  }

  private static String chain(Blocks s, String x) {
    int a = s.width();
    int b = s.width();
    return s.head(s.block(s.block(x, 3, a), a, b), b);
  }

  private static String residual(Blocks s, String x) {
    int a = s.width();
    int b = s.width();
    String stem = s.block(x, 3, a);
    String branch = s.net.batchNorm(s.net.conv(s.block(stem, a, b), b, a, 3, 1, 1), a);
    String sum = s.net.relu(s.net.op("Add", branch, stem));
    String second = s.block(sum, a, b);
    return s.head(s.net.op("Add", s.net.conv(second, b, a, 1, 1, 1), sum), a);
  }

  private static String concat(Blocks s, String x) {
    int a = s.width();
    int b = s.width();
    String joined = s.net.op("Concat", Blocks.CHANNELS, s.block(x, 3, a), s.block(x, 3, b), x);
    return s.head(s.block(joined, a + b + 3, a), a);
  }

  private static String dense(Blocks s, String x) {
    int growth = s.width();
    String all = s.block(x, 3, growth);
    for (int layers = 1; layers < 4; layers++) {
      String next = s.block(s.net.batchNorm(all, layers * growth), layers * growth, growth);
      all = s.net.op("Concat", Blocks.CHANNELS, all, next);
    }
    return s.head(all, 4 * growth);
  }

  private static String depthwise(Blocks s, String x) {
    int a = s.width();
    String expanded = s.block(x, 3, a);
    String clipped =
        s.net.op(
            "Clip",
            s.net.batchNorm(s.net.conv(expanded, a, a, 3, 1, a), a),
            s.net.constant("low", Tensor.scalar(0)),
            s.net.constant("high", Tensor.scalar(6)));
    return s.head(s.net.conv(clipped, a, 8, 1, 1, 1), 8);
  }

  private static String depthwiseMultiplier(Blocks s, String x) {
    int a = s.width();
    return s.head(s.net.conv(s.block(x, 3, a), a, 2 * a, 3, 1, a), 2 * a);
  }

  private static String grouped(Blocks s, String x) {
    int a = 2 * s.width();
    int b = 2 * s.width();
    String y = s.net.relu(s.net.conv(s.block(x, 3, a), a, b, 3, 1, 2));
    return s.head(s.block(y, b, 8), 8);
  }

  private static String squeezeExcite(Blocks s, String x) {
    int a = s.width();
    String trunk = s.block(x, 3, a);
    String squeezed = s.net.relu(s.net.conv(s.net.op("GlobalAveragePool", trunk), a, 4, 1, 1, 1));
    String gate = s.net.op("HardSigmoid", s.net.conv(squeezed, 4, a, 1, 1, 1));
    return s.head(s.block(s.net.op("Mul", trunk, gate), a, 8), 8);
  }

  private static String transposed(Blocks s, String x) {
    int a = s.width();
    String w = s.net.weight("up.weight", a, 6, 2, 2);
    String up =
        s.net.op(
            "ConvTranspose",
            Map.of("strides", Attribute.ofInts(2, 2)),
            s.block(x, 3, a),
            w,
            s.net.weight("up.bias", 6));
    return s.head(s.block(up, 6, 8), 8);
  }

  private static String groupedTransposed(Blocks s, String x) {
    int a = 2 * s.width();
    String up =
        s.net.op(
            "ConvTranspose",
            Map.of("group", Attribute.of(2L)),
            s.block(x, 3, a),
            s.net.weight("up.weight", a, 4, 3, 3),
            s.net.weight("up.bias", 8));
    return s.head(s.block(up, 8, 6), 6);
  }

  private static String depthwiseTransposed(Blocks s, String x) {
    int a = s.width();
    String up =
        s.net.op(
            "ConvTranspose",
            Map.of("group", Attribute.of((long) a), "strides", Attribute.ofInts(2, 2)),
            s.block(x, 3, a),
            s.net.weight("up.weight", a, 2, 2, 2),
            s.net.weight("up.bias", 2 * a));
    return s.head(s.block(up, 2 * a, 6), 6);
  }

  private static String slopes(Blocks s, String x) {
    int a = s.width();
    String wide = s.net.op("PRelu", s.block(x, 3, a), s.net.positive("slope", a, 1, 1));
    String divided = s.net.op("Div", wide, s.net.positive("divisor", 1, a, 1, 1));
    String positive = s.net.op("Max", divided, s.net.weight("floor", a, 1, 1));
    String normed =
        s.net.op(
            "InstanceNormalization",
            s.net.op("Exp", positive),
            s.net.positive("in.weight", a),
            s.net.weight("in.bias", a));
    return s.head(s.block(normed, a, 6), 6);
  }

  /** Eight-bit weights with a scale for each output channel. */
  private static String quantized(Blocks s, String x) {
    int a = s.width();
    byte[] bytes = new byte[6 * a];
    s.random.nextBytes(bytes);
    Tensor weight =
        Tensor.of(ElementType.INT8, new long[] {6, a, 1, 1}, MemorySegment.ofArray(bytes));
    String dequantized =
        s.net.op(
            "DequantizeLinear",
            Map.of("axis", Attribute.of(0L)),
            s.net.constant("q.weight", weight),
            s.net.positive("q.scale", 6));
    String y = s.net.op("Conv", s.block(x, 3, a), dequantized);
    return s.head(s.net.relu(y), 6);
  }

  /** Four blocks of random kinds on top of each other, all as wide as they begin. */
  private static String mixture(Blocks s, String x) {
    int a = 2 * s.width();
    String y = s.block(x, 3, a);
    for (int layer = 0; layer < 4; layer++) {
      y = mixed(s, y, a, s.random.nextInt(7), layer);
    }
    return s.head(y, a);
  }

  private static String mixed(Blocks s, String x, int a, int kind, int layer) {
    return switch (kind) {
      case 0 -> s.net.relu(s.net.op("Add", x, s.block(s.block(x, a, 6), 6, a)));
      case 1 -> s.net.relu(s.net.conv(x, a, a, 3, 1, a));
      case 2 -> s.net.relu(s.net.conv(x, a, a, 3, 1, 2));
      case 3 -> s.net.op("Concat", Blocks.CHANNELS, s.block(x, a, a / 2), s.block(x, a, a / 2));
      case 4 -> {
        List<String> halves = s.net.op("Split", 2, Blocks.CHANNELS, s.block(x, a, a));
        yield s.net.op("Concat", Blocks.CHANNELS, halves.get(1), s.net.relu(halves.get(0)));
      }
      case 5 -> {
        String gate = s.net.conv(s.net.op("GlobalAveragePool", x), a, a, 1, 1, 1);
        yield s.net.op("Mul", s.net.op("Sigmoid", gate), x);
      }
      default -> {
        String rows =
            s.net.op("Reshape", x, s.shape("rows" + layer, 0, 2, a / 2, Blocks.SIZE, Blocks.SIZE));
        Map<String, Attribute> swap = Map.of("perm", Attribute.ofInts(0, 2, 1, 3, 4));
        String swapped = s.net.op("Transpose", swap, rows);
        yield s.net.op("Reshape", swapped, s.shape("flat" + layer, 0, a, Blocks.SIZE, Blocks.SIZE));
      }
    };
  }
}
