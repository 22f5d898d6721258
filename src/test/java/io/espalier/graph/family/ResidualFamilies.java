package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import io.espalier.graph.family.Layers.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** ResNet and the networks that vary its blocks. */
final class ResidualFamilies {
  private static final int[] RESNET_50_BLOCKS = {3, 4, 6, 3};
  private static final int GROUPS = 4;

  private ResidualFamilies() {}

  static Map<String, BiFunction<Layers, String, String>> all() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("resnet-basic", ResidualFamilies::basic);
    all.put("resnet-50", ResidualFamilies::resNet50);
    all.put("resnet-option-a", ResidualFamilies::optionA);
    all.put("resnet-group-norm", (s, x) -> groupNorm(s, x, ResidualFamilies::decomposedGroupNorm));
    all.put(
        ConvolutionFamilies.OF_OPSET_21,
        (s, x) -> groupNorm(s, x, ResidualFamilies::fusedGroupNorm));
    all.put("resnext", ResidualFamilies::resNext);
    all.put("regnet-y", ResidualFamilies::regNetY);
    return all;
  }

  private static String basic(Layers s, String image) {
    String x = s.block(image, 3, 16, Window.of(3));
    x = basicBlock(s, x, 16, 16, 1);
    x = basicBlock(s, x, 16, 32, 2);
    x = basicBlock(s, x, 32, 32, 1);
    return s.classify(x, 32);
  }

  private static String basicBlock(Layers s, String x, int in, int out, int stride) {
    String inner = s.block(x, in, out, Window.of(3).stride(stride));
    String branch = s.convNorm(inner, out, out, Window.of(3));
    String shortcut =
        in == out && stride == 1 ? x : s.convNorm(x, in, out, Window.of(1).stride(stride));
    return s.net.relu(s.add(branch, shortcut));
  }

  /** All 16 blocks, an eighth as wide. */
  private static String resNet50(Layers s, String image) {
    String x = s.maxPool(s.block(image, 3, 8, Window.of(7).stride(2)), 3, 2);
    int in = 8;
    for (int stage = 0; stage < RESNET_50_BLOCKS.length; stage++) {
      int inner = 8 << stage;
      for (int block = 0; block < RESNET_50_BLOCKS[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = bottleneck(s, x, in, inner, Window.of(3).stride(stride), y -> y);
        in = 4 * inner;
      }
    }
    return s.classify(x, in);
  }

  /** A bottleneck of four times as many channels as inside, with a gate or not. */
  private static String bottleneck(
      Layers s, String x, int in, int inner, Window window, UnaryOperator<String> gate) {
    int out = 4 * inner;
    String narrow = s.block(x, in, inner, Window.of(1));
    String spatial = gate.apply(s.block(narrow, inner, inner, window));
    String branch = s.convNorm(spatial, inner, out, Window.of(1));
    String shortcut =
        in == out && window.stride() == 1
            ? x
            : s.convNorm(x, in, out, Window.of(1).stride(window.stride()));
    return s.net.relu(s.add(branch, shortcut));
  }

  private static String resNext(Layers s, String image) {
    Window grouped = Window.of(3).groups(4);
    String x = s.block(image, 3, 16, Window.of(3));
    x = bottleneck(s, x, 16, 16, grouped, y -> y);
    x = bottleneck(s, x, 64, 16, grouped, y -> y);
    x = bottleneck(s, x, 64, 32, grouped.stride(2), y -> y);
    return s.classify(x, 128);
  }

  /** Grouped bottlenecks with squeeze and excite. */
  private static String regNetY(Layers s, String image) {
    Window grouped = Window.of(3).groups(2);
    String x = s.block(image, 3, 16, Window.of(3).stride(2));
    x = bottleneck(s, x, 16, 16, grouped, y -> s.squeezeExcite(y, 16, 8, "Sigmoid"));
    x = bottleneck(s, x, 64, 16, grouped, y -> s.squeezeExcite(y, 16, 8, "Sigmoid"));
    x = bottleneck(s, x, 64, 32, grouped.stride(2), y -> s.squeezeExcite(y, 32, 8, "Sigmoid"));
    return s.classify(x, 128);
  }

  /** The CIFAR networks: a shortcut drops every other pixel and pads channels with zeros. */
  private static String optionA(Layers s, String image) {
    String x = s.block(image, 3, 16, Window.of(3));
    x = basicBlock(s, x, 16, 16, 1);
    x = paddedBlock(s, x, 16, 32);
    x = basicBlock(s, x, 32, 32, 1);
    x = paddedBlock(s, x, 32, 64);
    return s.classify(basicBlock(s, x, 64, 64, 1), 64);
  }

  private static String paddedBlock(Layers s, String x, int in, int out) {
    String inner = s.block(x, in, out, Window.of(3).stride(2));
    String branch = s.convNorm(inner, out, out, Window.of(3));
    String thinned =
        s.net.op(
            "Slice",
            x,
            s.constant("start", Tensor.vector(0, 0)),
            s.constant("end", Tensor.vector(Long.MAX_VALUE, Long.MAX_VALUE)),
            s.constant("axes", Tensor.vector(2, 3)),
            s.constant("step", Tensor.vector(2, 2)));
    int added = (out - in) / 2;
    String pads = s.constant("pads", Tensor.vector(0, added, 0, 0, 0, added, 0, 0));
    return s.net.relu(s.add(branch, s.net.op("Pad", thinned, pads)));
  }

  /** How four groups of channels are normalised; the convolution gives so many. */
  @FunctionalInterface
  private interface GroupNorm {
    String apply(Layers s, String x, int channels);
  }

  private static String groupNorm(Layers s, String image, GroupNorm norm) {
    String x = norm.apply(s, s.conv(image, 3, 16, Window.of(3)), 16);
    for (int block = 0; block < 2; block++) {
      String inner = norm.apply(s, s.conv(s.net.relu(x), 16, 32, Window.of(3)), 32);
      String branch = s.conv(s.net.relu(inner), 32, 16, Window.of(3));
      x = s.add(x, norm.apply(s, branch, 16));
    }
    return s.classify(s.net.relu(x), 16);
  }

  /** As exporters spell it: InstanceNormalization between two Reshapes. */
  private static String decomposedGroupNorm(Layers s, String x, int channels) {
    String normed =
        s.net.op(
            "InstanceNormalization",
            s.reshape(x, 0, GROUPS, -1),
            s.constant("ones", Tensor.ofFloats(new long[] {GROUPS}, 1, 1, 1, 1)),
            s.constant("zeros", Tensor.ofFloats(new long[] {GROUPS}, 0, 0, 0, 0)));
    String back = s.net.op("Reshape", normed, s.net.op("Shape", x));
    String stem = s.name("norm");
    String scaled = s.net.op("Mul", back, s.net.positive(stem + ".weight", channels, 1, 1));
    return s.add(scaled, s.net.weight(stem + ".bias", channels, 1, 1));
  }

  private static String fusedGroupNorm(Layers s, String x, int channels) {
    String stem = s.name("norm");
    return s.net.op(
        "GroupNormalization",
        Map.of("num_groups", Attribute.of((long) GROUPS)),
        x,
        s.net.positive(stem + ".weight", channels),
        s.net.weight(stem + ".bias", channels));
  }
}
