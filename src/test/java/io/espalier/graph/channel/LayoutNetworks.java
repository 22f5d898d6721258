package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Couplings by operators that take axes apart or move them. */
final class LayoutNetworks {
  private LayoutNetworks() {}

  /** Networks by name: what each does with its input. */
  static Map<String, BiFunction<Blocks, String, String>> all() {
    Map<String, BiFunction<Blocks, String, String>> all = new LinkedHashMap<>();
    all.put("split", LayoutNetworks::split);
    all.put("slice", LayoutNetworks::slice);
    all.put("gather", LayoutNetworks::gather);
    all.put("strided-slice", LayoutNetworks::stridedSlice);
    all.put("reversed-slice", LayoutNetworks::reversedSlice);
    all.put("pad-channels", LayoutNetworks::padChannels);
    all.put("crop-channels", LayoutNetworks::cropChannels);
    all.put("unit-length", LayoutNetworks::unitLength);
    all.put("single-group-norm", LayoutNetworks::singleGroupNorm);
    all.put("shuffle", LayoutNetworks::shuffle);
    all.put("group-norm", LayoutNetworks::groupNorm);
    all.put("depth-to-space", LayoutNetworks::depthToSpace);
    all.put("pixel-shuffle", LayoutNetworks::pixelShuffle);
    all.put("channels-last", LayoutNetworks::channelsLast);
    all.put("flatten", LayoutNetworks::flatten);
    all.put("upsample", LayoutNetworks::upsample);
    all.put("space-to-depth", LayoutNetworks::spaceToDepth);
    all.put("tile", LayoutNetworks::tile);
    all.put("squeeze", LayoutNetworks::squeeze);
    return all;
  }

  private static String split(Blocks s, String x) {
    int a = s.width();
    List<String> halves = s.net.op("Split", 2, Blocks.CHANNELS, s.block(x, 3, 2 * a));
    String left = s.block(halves.get(0), a, 6);
    String right = s.block(halves.get(1), a, 6);
    return s.head(s.net.op("Add", left, right), 6);
  }

  private static String slice(Blocks s, String x) {
    int a = s.width();
    String wide = s.block(x, 3, 2 * a);
    String left = channels(s, wide, 0, a);
    String right = channels(s, wide, a, Long.MAX_VALUE);
    return s.head(s.net.op("Add", s.block(left, a, 6), s.block(right, a, 6)), 6);
  }

  private static String channels(Blocks s, String x, long from, long to) {
    String stem = "bounds" + from;
    return s.net.op(
        "Slice",
        x,
        s.net.constant(stem + ".start", Tensor.vector(from)),
        s.net.constant(stem + ".end", Tensor.vector(to)),
        s.net.constant(stem + ".axis", Tensor.vector(1)));
  }

  /** Every other channel and every other pixel, with all channels read beside them. */
  private static String stridedSlice(Blocks s, String x) {
    int a = 2 * s.width();
    String wide = s.block(x, 3, a);
    String thin = bounded(s, wide, Tensor.vector(1, 0), Tensor.vector(a, 6), Tensor.vector(2, 2));
    String small = bounded(s, wide, Tensor.vector(0, 0), Tensor.vector(a, 6), Tensor.vector(1, 2));
    return s.head(s.net.op("Add", s.block(thin, a / 2, 6), s.block(small, a, 6)), 6);
  }

  /** Bounds of channels and rows. */
  private static String bounded(Blocks s, String x, Tensor starts, Tensor ends, Tensor steps) {
    String stem = "bounds" + s.random.nextInt();
    return s.net.op(
        "Slice",
        x,
        s.net.constant(stem + ".start", starts),
        s.net.constant(stem + ".end", ends),
        s.net.constant(stem + ".axis", Tensor.vector(1, 2)),
        s.net.constant(stem + ".step", steps));
  }

  private static String reversedSlice(Blocks s, String x) {
    int a = s.width();
    String turned =
        s.net.op(
            "Slice",
            s.block(x, 3, a),
            s.net.constant("start", Tensor.vector(-1)),
            s.net.constant("end", Tensor.vector(Long.MIN_VALUE)),
            s.net.constant("axis", Tensor.vector(1)),
            s.net.constant("step", Tensor.vector(-1)));
    return s.head(s.block(turned, a, 6), 6);
  }

  /** A shortcut that is padded with zeros to the width of its block. */
  private static String padChannels(Blocks s, String x) {
    int a = s.width();
    String narrow = s.block(x, 3, a);
    String wide = s.block(narrow, a, a + 6);
    String pads = s.net.constant("pads", Tensor.vector(0, 2, 0, 0, 0, 4, 0, 0));
    String sum = s.net.op("Add", wide, s.net.op("Pad", narrow, pads));
    return s.head(s.block(sum, a + 6, 6), 6);
  }

  /** A Pad that takes two channels away at the front and adds ones behind. */
  private static String cropChannels(Blocks s, String x) {
    int a = s.width();
    String wide = s.block(x, 3, a);
    String pads = s.net.constant("pads", Tensor.vector(0, -2, 0, 0, 0, 3, 0, 0));
    String moved = s.net.op("Pad", wide, pads, s.scalar("one", 1));
    String shifted = s.net.op("Add", moved, s.block(x, 3, a + 1));
    return s.head(s.net.op("Add", s.block(shifted, a + 1, 6), s.block(wide, a, 6)), 6);
  }

  private static String unitLength(Blocks s, String x) {
    int a = s.width();
    Map<String, Attribute> length = Map.of("axis", Attribute.of(1L), "p", Attribute.of(2L));
    return s.head(s.block(s.net.op("LpNormalization", length, s.block(x, 3, a)), a, 6), 6);
  }

  /** A norm over every channel at once: all runs of one group may be cut alone. */
  private static String singleGroupNorm(Blocks s, String x) {
    int a = s.width();
    String rows = s.net.op("Reshape", s.block(x, 3, a), s.shape("rows", 0, 1, -1));
    String one = s.net.constant("one", Tensor.ofFloats(new long[] {1}, 1));
    String zero = s.net.constant("zero", Tensor.ofFloats(new long[] {1}, 0));
    String normed = s.net.op("InstanceNormalization", rows, one, zero);
    String back = s.net.op("Reshape", normed, s.shape("back", -1, a, Blocks.SIZE, Blocks.SIZE));
    return s.head(s.block(back, a, 6), 6);
  }

  private static String gather(Blocks s, String x) {
    int a = s.width();
    long[] reversed = IntStream.range(0, a).mapToLong(i -> a - 1 - i).toArray();
    String y =
        s.net.op(
            "Gather",
            Blocks.CHANNELS,
            s.block(x, 3, a),
            s.net.constant("order", Tensor.vector(reversed)));
    return s.head(s.block(y, a, 6), 6);
  }

  private static String shuffle(Blocks s, String x) {
    int a = 2 * s.width();
    String grouped = s.net.conv(s.block(x, 3, a), a, a, 1, 1, 2);
    String split =
        s.net.op("Reshape", grouped, s.shape("split", -1, 2, a / 2, Blocks.SIZE, Blocks.SIZE));
    String swapped = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3, 4)), split);
    String merged =
        s.net.op("Reshape", swapped, s.shape("merged", -1, a, Blocks.SIZE, Blocks.SIZE));
    return s.head(s.net.conv(merged, a, 6, 1, 1, 1), 6);
  }

  private static String groupNorm(Blocks s, String x) {
    int a = 2 * s.width();
    String conv = s.net.conv(x, 3, a, 3, 1, 1);
    String rows = s.net.op("Reshape", conv, s.shape("rows", 0, 2, -1));
    String normed =
        s.net.op(
            "InstanceNormalization",
            rows,
            s.net.constant("ones", Tensor.ofFloats(new long[] {2}, 1, 1)),
            s.net.constant("zeros", Tensor.ofFloats(new long[] {2}, 0, 0)));
    String back = s.net.op("Reshape", normed, s.shape("back", -1, a, Blocks.SIZE, Blocks.SIZE));
    String scaled = s.net.op("Mul", back, s.net.positive("gamma", a, 1, 1));
    return s.head(s.net.op("Add", scaled, s.net.weight("beta", a, 1, 1)), a);
  }

  private static String depthToSpace(Blocks s, String x) {
    int a = s.width();
    String y = s.net.conv(s.block(x, 3, a), a, 4 * a, 3, 1, 1);
    String up =
        s.net.op(
            "DepthToSpace",
            Map.of(
                "blocksize",
                Attribute.of(2L),
                "mode",
                Attribute.of(s.random.nextBoolean() ? "DCR" : "CRD")),
            y);
    return s.head(up, a);
  }

  /** What DepthToSpace does, as exporters spell it where the operator is not used. */
  private static String pixelShuffle(Blocks s, String x) {
    int a = s.width();
    int size = Blocks.SIZE;
    String y = s.net.conv(s.block(x, 3, a), a, 4 * a, 3, 1, 1);
    String parts = s.net.op("Reshape", y, s.shape("parts", -1, a, 2, 2, size, size));
    String woven = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 4, 2, 5, 3)), parts);
    String up = s.net.op("Reshape", woven, s.shape("woven", -1, a, 2 * size, 2 * size));
    return s.head(up, a);
  }

  private static String channelsLast(Blocks s, String x) {
    int a = s.width();
    String conv = s.net.conv(x, 3, a, 3, 1, 1);
    String last = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 3, 1)), conv);
    String normed =
        s.net.op("LayerNormalization", last, s.net.positive("ln.w", a), s.net.weight("ln.b", a));
    String wide = s.net.op("MatMul", normed, s.net.weight("mlp.weight", a, 3 * a));
    String hidden = s.net.relu(s.net.op("Add", wide, s.net.weight("mlp.bias", 3 * a)));
    String narrow = s.net.op("MatMul", hidden, s.net.weight("mlp2.weight", 3 * a, a));
    String scaled = s.net.op("Mul", narrow, s.net.positive("layer.scale", a));
    String sum = s.net.op("Add", scaled, last);
    String first = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 3, 1, 2)), sum);
    return s.head(first, a);
  }

  private static String flatten(Blocks s, String x) {
    int a = s.width();
    String flat = s.net.op("Flatten", s.block(s.block(x, 3, 4), 4, a));
    return s.net.linear(
        s.net.relu(s.net.linear(flat, a * Blocks.SIZE * Blocks.SIZE, 9)), 9, Blocks.CLASSES);
  }

  private static String upsample(Blocks s, String x) {
    int a = s.width();
    String padded =
        s.net.op(
            "Pad", s.block(x, 3, a), s.net.constant("pads", Tensor.vector(0, 0, 1, 0, 0, 0, 1, 0)));
    String large =
        s.net.op(
            "Resize",
            Map.of("mode", Attribute.of("nearest")),
            padded,
            "",
            s.net.constant("scales", Tensor.ofFloats(new long[] {4}, 1, 1, 2, 2)));
    return s.head(s.block(large, a, 6), 6);
  }

  private static String spaceToDepth(Blocks s, String x) {
    int a = s.width();
    String deep = s.net.op("SpaceToDepth", Map.of("blocksize", Attribute.of(2L)), s.block(x, 3, a));
    return s.head(s.block(deep, 4 * a, 6), 6);
  }

  private static String tile(Blocks s, String x) {
    int a = s.width();
    String repeats = s.net.constant("repeats", Tensor.vector(1, 2, 1, 1));
    return s.head(s.block(s.net.op("Tile", s.block(x, 3, a), repeats), 2 * a, 6), 6);
  }

  private static String squeeze(Blocks s, String x) {
    int a = s.width();
    String pooled = s.net.op("GlobalAveragePool", s.block(x, 3, a));
    String flat = s.net.op("Squeeze", pooled, s.net.constant("axes", Tensor.vector(2, 3)));
    String gate = s.net.op("Sigmoid", s.net.linear(flat, a, a));
    String back = s.net.op("Unsqueeze", gate, s.net.constant("back", Tensor.vector(-1, -2)));
    String scaled = s.net.op("Mul", back, s.block(x, 3, a));
    return s.head(s.block(scaled, a, 6), 6);
  }
}
