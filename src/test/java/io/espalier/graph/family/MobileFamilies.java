package io.espalier.graph.family;

import io.espalier.graph.Tensor;
import io.espalier.graph.family.Layers.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Networks for telephones: depthwise convolutions, gates and channel shuffles. */
final class MobileFamilies {
  private MobileFamilies() {}

  static Map<String, BiFunction<Layers, String, String>> all() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("mobilenet-v2", MobileFamilies::mobileNetV2);
    all.put("mobilenet-v3", MobileFamilies::mobileNetV3);
    all.put("efficientnet", MobileFamilies::efficientNet);
    all.put("shufflenet", MobileFamilies::shuffleNet);
    all.put("shufflenet-v2", MobileFamilies::shuffleNetV2);
    return all;
  }

  /** Activation and gate of an inverted residual block. */
  private record Style(UnaryOperator<String> activation, UnaryOperator<String> gate) {}

  /** Expansion, depthwise convolution, projection; a shortcut where the shape stays. */
  private static String inverted(
      Layers s, String x, int in, int wide, int out, Window window, Style style) {
    String expanded = style.activation().apply(s.convNorm(x, in, wide, Window.of(1)));
    String each = s.convNorm(expanded, wide, wide, window.groups(wide));
    String gated = style.gate().apply(style.activation().apply(each));
    String narrow = s.convNorm(gated, wide, out, Window.of(1));
    return in == out && window.stride() == 1 ? s.add(narrow, x) : narrow;
  }

  private static String mobileNetV2(Layers s, String image) {
    Style style = new Style(y -> relu6(s, y), y -> y);
    String x = relu6(s, s.convNorm(image, 3, 16, Window.of(3).stride(2)));
    x = inverted(s, x, 16, 48, 16, Window.of(3), style);
    x = inverted(s, x, 16, 48, 24, Window.of(3).stride(2), style);
    x = inverted(s, x, 24, 72, 24, Window.of(3), style);
    return s.classify(relu6(s, s.convNorm(x, 24, 64, Window.of(1))), 64);
  }

  private static String relu6(Layers s, String x) {
    return s.net.op("Clip", x, s.scalar("least", 0), s.scalar("most", 6));
  }

  private static String mobileNetV3(Layers s, String image) {
    String x = s.net.op("HardSwish", s.convNorm(image, 3, 16, Window.of(3).stride(2)));
    Style gated = new Style(s.net::relu, y -> s.squeezeExcite(y, 48, 16, "HardSigmoid"));
    x = inverted(s, x, 16, 48, 16, Window.of(3), gated);
    Style swish =
        new Style(y -> s.net.op("HardSwish", y), y -> s.squeezeExcite(y, 64, 16, "HardSigmoid"));
    x = inverted(s, x, 16, 64, 24, Window.of(5).stride(2), swish);
    x = inverted(s, x, 24, 64, 24, Window.of(5), swish);
    String last = s.net.op("HardSwish", s.convNorm(x, 24, 64, Window.of(1)));
    String pooled = s.net.op("Flatten", s.net.op("GlobalAveragePool", last));
    String hidden = s.net.op("HardSwish", s.net.linear(pooled, 64, 32));
    return s.net.linear(hidden, 32, Layers.CLASSES);
  }

  private static String efficientNet(Layers s, String image) {
    String x = s.silu(s.convNorm(image, 3, 16, Window.of(3).stride(2)));
    Style style = new Style(s::silu, y -> siluGate(s, y, 64, 8));
    x = inverted(s, x, 16, 64, 24, Window.of(3).stride(2), style);
    x = inverted(s, x, 24, 64, 24, Window.of(5), style);
    x = inverted(s, x, 24, 64, 32, Window.of(5), style);
    return s.classify(s.silu(s.convNorm(x, 32, 64, Window.of(1))), 64);
  }

  private static String siluGate(Layers s, String x, int channels, int squeezed) {
    String inner = s.silu(s.biased(s.spatialMean(x), channels, squeezed, Window.of(1)));
    return s.net.op(
        "Mul", s.net.op("Sigmoid", s.biased(inner, squeezed, channels, Window.of(1))), x);
  }

  /** Grouped 1x1 convolutions with a shuffle between them. */
  private static String shuffleNet(Layers s, String image) {
    String x = s.block(image, 3, 16, Window.of(3));
    String down = shuffleBranch(s, x, 16, 16, 2);
    x = s.net.relu(s.concat(s.averagePool(x, 3, 2), down));
    x = s.net.relu(s.add(x, shuffleBranch(s, x, 32, 32, 1)));
    x = s.net.relu(s.add(x, shuffleBranch(s, x, 32, 32, 1)));
    return s.classify(x, 32);
  }

  private static String shuffleBranch(Layers s, String x, int in, int out, int stride) {
    int size = stride == 1 ? Layers.SIZE / 2 : Layers.SIZE;
    String narrow = shuffle(s, s.block(x, in, 16, Window.of(1).groups(2)), 16, size);
    String each = s.convNorm(narrow, 16, 16, Window.of(3).stride(stride).groups(16));
    return s.convNorm(each, 16, out, Window.of(1).groups(2));
  }

  /** Channel {@code g * width + i} becomes {@code i * 2 + g}. */
  private static String shuffle(Layers s, String x, int channels, int size) {
    String split = s.reshape(x, -1, 2, channels / 2, size, size);
    String swapped = s.transpose(split, List.of(0L, 2L, 1L, 3L, 4L));
    return s.reshape(swapped, -1, channels, size, size);
  }

  /** Half of the channels pass each block, and a shuffle mixes the halves. */
  private static String shuffleNetV2(Layers s, String image) {
    String x = s.block(image, 3, 16, Window.of(3));
    Window half = Window.of(3).stride(2);
    String left = s.convNorm(x, 16, 16, half.groups(16));
    left = s.block(left, 16, 16, Window.of(1));
    x = shuffle(s, s.concat(left, shuffleV2Branch(s, x, 16, half)), 32, Layers.SIZE / 2);
    for (int block = 0; block < 3; block++) {
      List<String> halves =
          s.net.op("Split", 2, Layers.CHANNELS, x, s.constant("sizes", Tensor.vector(16, 16)));
      String branch = shuffleV2Branch(s, halves.get(1), 16, Window.of(3));
      x = shuffle(s, s.concat(halves.get(0), branch), 32, Layers.SIZE / 2);
    }
    return s.classify(s.block(x, 32, 48, Window.of(1)), 48);
  }

  private static String shuffleV2Branch(Layers s, String x, int width, Window window) {
    String first = s.block(x, width, width, Window.of(1));
    String each = s.convNorm(first, width, width, window.groups(width));
    return s.block(each, width, width, Window.of(1));
  }
}
