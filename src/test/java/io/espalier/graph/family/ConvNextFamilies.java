package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.family.Layers.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** ConvNeXt: LayerNorm and a perceptron with channels last, and a layer scale. */
final class ConvNextFamilies {
  private static final Map<String, Attribute> LAST =
      Map.of("axes", Attribute.ofInts(-1), "keepdims", Attribute.of(1L));

  private final Layers s;
  private final boolean fused;

  private ConvNextFamilies(Layers s, boolean fused) {
    this.s = s;
    this.fused = fused;
  }

  static Map<String, BiFunction<Layers, String, String>> all() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("convnext", (s, x) -> new ConvNextFamilies(s, true).network(x));
    all.put("convnext-decomposed", (s, x) -> new ConvNextFamilies(s, false).network(x));
    return all;
  }

  private String network(String image) {
    String x = firstNorm(patches(image, 3, 16), 16);
    x = block(block(x, 16), 16);
    x = patches(firstNorm(x, 16), 16, 32);
    x = block(block(x, 32), 32);
    String pooled = s.net.op("Flatten", s.net.op("GlobalAveragePool", x));
    return s.net.linear(norm(pooled, 32), 32, Layers.CLASSES);
  }

  /** A convolution of 2 x 2 pixels that do not overlap. */
  private String patches(String x, int in, int out) {
    String stem = s.name("patches");
    Map<String, Attribute> window =
        Map.of("kernel_shape", Attribute.ofInts(2, 2), "strides", Attribute.ofInts(2, 2));
    String weight = s.net.weight(stem + ".weight", out, in, 2, 2);
    return s.net.op("Conv", window, x, weight, s.net.weight(stem + ".bias", out));
  }

  private String firstNorm(String x, int channels) {
    return s.channelsFirst(norm(s.channelsLast(x), channels));
  }

  private String block(String x, int channels) {
    String each = s.biased(x, channels, channels, Window.of(7).groups(channels));
    String normed = norm(s.channelsLast(each), channels);
    String hidden = gelu(project(normed, channels, 4 * channels));
    String narrow = project(hidden, 4 * channels, channels);
    return s.add(x, scaled(narrow, channels));
  }

  /** The layer scale stands before the channels come first again, or after. */
  private String scaled(String x, int channels) {
    String scale = s.name("scale");
    return fused
        ? s.channelsFirst(s.net.op("Mul", x, s.net.positive(scale, channels)))
        : s.net.op("Mul", s.channelsFirst(x), s.net.positive(scale, channels, 1, 1));
  }

  private String project(String x, int in, int out) {
    String stem = s.name("project");
    String product = s.net.op("MatMul", x, s.net.weight(stem + ".weight", in, out));
    return s.add(product, s.net.weight(stem + ".bias", out));
  }

  private String gelu(String x) {
    String error = s.net.op("Erf", s.net.op("Div", x, s.scalar("root", (float) Math.sqrt(2))));
    String one = s.net.op("Add", error, s.scalar("one", 1));
    return s.net.op("Mul", s.net.op("Mul", x, one), s.scalar("half", 0.5f));
  }

  private String norm(String x, int channels) {
    String stem = s.name("norm");
    String weight = s.net.positive(stem + ".weight", channels);
    String bias = s.net.weight(stem + ".bias", channels);
    if (fused) {
      return s.net.op("LayerNormalization", x, weight, bias);
    }
    String centred = s.net.op("Sub", x, s.net.op("ReduceMean", LAST, x));
    String squares = s.net.op("Pow", centred, s.scalar("two", 2));
    String variance = s.net.op("ReduceMean", LAST, squares);
    String root = s.net.op("Sqrt", s.net.op("Add", variance, s.scalar("epsilon", 1e-5f)));
    return s.add(s.net.op("Mul", s.net.op("Div", centred, root), weight), bias);
  }
}
