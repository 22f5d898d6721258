package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Small networks of every kind of coupling; widths and weights come from a seed. */
public final class SampleNetworks {
  private static final int CLASSES = 5;
  private static final int SIZE = 6;

  private final NetworkBuilder net;
  private final Random random;

  private SampleNetworks(NetworkBuilder net, Random random) {
    this.net = net;
    this.random = random;
  }

  private static final Map<String, BiFunction<SampleNetworks, String, String>> IMAGE_NETWORKS =
      new LinkedHashMap<>();
  private static final Map<String, BiFunction<SampleNetworks, String, String>> TOKEN_NETWORKS =
      new LinkedHashMap<>();

  static {
    IMAGE_NETWORKS.put("chain", SampleNetworks::chain);
    IMAGE_NETWORKS.put("residual", SampleNetworks::residual);
    IMAGE_NETWORKS.put("concat", SampleNetworks::concat);
    IMAGE_NETWORKS.put("dense", SampleNetworks::dense);
    IMAGE_NETWORKS.put("depthwise", SampleNetworks::depthwise);
    IMAGE_NETWORKS.put("depthwise-multiplier", SampleNetworks::depthwiseMultiplier);
    IMAGE_NETWORKS.put("grouped", SampleNetworks::grouped);
    IMAGE_NETWORKS.put("squeeze-excite", SampleNetworks::squeezeExcite);
    IMAGE_NETWORKS.put("split", SampleNetworks::split);
    IMAGE_NETWORKS.put("slice", SampleNetworks::slice);
    IMAGE_NETWORKS.put("gather", SampleNetworks::gather);
    IMAGE_NETWORKS.put("shuffle", SampleNetworks::shuffle);
    IMAGE_NETWORKS.put("transposed", SampleNetworks::transposed);
    IMAGE_NETWORKS.put("group-norm", SampleNetworks::groupNorm);
    IMAGE_NETWORKS.put("depth-to-space", SampleNetworks::depthToSpace);
    IMAGE_NETWORKS.put("channels-last", SampleNetworks::channelsLast);
    IMAGE_NETWORKS.put("flatten", SampleNetworks::flatten);
    IMAGE_NETWORKS.put("upsample", SampleNetworks::upsample);
    IMAGE_NETWORKS.put("space-to-depth", SampleNetworks::spaceToDepth);
    IMAGE_NETWORKS.put("slopes", SampleNetworks::slopes);
    IMAGE_NETWORKS.put("tile", SampleNetworks::tile);
    IMAGE_NETWORKS.put("transposed-grouped", SampleNetworks::groupedTransposed);
    IMAGE_NETWORKS.put("transposed-depthwise", SampleNetworks::depthwiseTransposed);
    IMAGE_NETWORKS.put("squeeze", SampleNetworks::squeeze);
    IMAGE_NETWORKS.put("quantized", SampleNetworks::quantized);
    TOKEN_NETWORKS.put("class-token", SampleNetworks::classToken);
    TOKEN_NETWORKS.put("token-mixing", SampleNetworks::tokenMixing);
    TOKEN_NETWORKS.put("attention-separate", SampleNetworks::separateAttention);
    TOKEN_NETWORKS.put("attention-fused", SampleNetworks::fusedAttention);
    TOKEN_NETWORKS.put("attention-split", SampleNetworks::splitAttention);
    TOKEN_NETWORKS.put("mlp-decomposed-norm", SampleNetworks::decomposedNorm);
  }

  public static List<String> names() {
    return List.copyOf(
        java.util.stream.Stream.concat(
                IMAGE_NETWORKS.keySet().stream(), TOKEN_NETWORKS.keySet().stream())
            .toList());
  }

  /** The network of a name; images [batch, 3, 6, 6] or tokens [batch, 5, 12] to 5 numbers. */
  public static Graph build(String name, long seed) {
    SampleNetworks sample = new SampleNetworks(new NetworkBuilder(name, seed), new Random(seed));
    return IMAGE_NETWORKS.containsKey(name) ? sample.image(name) : sample.tokens(name);
  }

  private Graph image(String name) {
    String y = IMAGE_NETWORKS.get(name).apply(this, net.input("x", 3, SIZE, SIZE));
    net.output(y, CLASSES);
    return net.build();
  }

  private Graph tokens(String name) {
    String y = TOKEN_NETWORKS.get(name).apply(this, net.input("x", 5, 12));
    net.output(y, CLASSES);
    return net.build();
  }

  /** An even width between 4 and 10. */
  private int width() {
    return 4 + 2 * random.nextInt(4);
  }

  private String block(String x, int in, int out) {
    return net.relu(net.batchNorm(net.conv(x, in, out, 3, 1, 1), out));
  }

  private String head(String x, int channels) {
    String pooled = net.op("GlobalAveragePool", x);
    return net.linear(net.op("Flatten", pooled), channels, CLASSES);
  }

  private static String chain(SampleNetworks s, String x) {
    int a = s.width();
    int b = s.width();
    return s.head(s.block(s.block(x, 3, a), a, b), b);
  }

  private static String residual(SampleNetworks s, String x) {
    int a = s.width();
    int b = s.width();
    String stem = s.block(x, 3, a);
    String branch = s.net.batchNorm(s.net.conv(s.block(stem, a, b), b, a, 3, 1, 1), a);
    String sum = s.net.relu(s.net.op("Add", branch, stem));
    String second = s.block(sum, a, b);
    return s.head(s.net.op("Add", s.net.conv(second, b, a, 1, 1, 1), sum), a);
  }

  private static String concat(SampleNetworks s, String x) {
    int a = s.width();
    int b = s.width();
    String joined =
        s.net.op("Concat", Map.of("axis", Attribute.of(1L)), s.block(x, 3, a), s.block(x, 3, b), x);
    return s.head(s.block(joined, a + b + 3, a), a);
  }

  private static String dense(SampleNetworks s, String x) {
    int growth = s.width();
    String all = s.block(x, 3, growth);
    for (int layers = 1; layers < 4; layers++) {
      String next = s.block(s.net.batchNorm(all, layers * growth), layers * growth, growth);
      all = s.net.op("Concat", Map.of("axis", Attribute.of(1L)), all, next);
    }
    return s.head(all, 4 * growth);
  }

  private static String depthwise(SampleNetworks s, String x) {
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

  private static String depthwiseMultiplier(SampleNetworks s, String x) {
    int a = s.width();
    return s.head(s.net.conv(s.block(x, 3, a), a, 2 * a, 3, 1, a), 2 * a);
  }

  private static String grouped(SampleNetworks s, String x) {
    int a = 2 * s.width();
    int b = 2 * s.width();
    String y = s.net.relu(s.net.conv(s.block(x, 3, a), a, b, 3, 1, 2));
    return s.head(s.block(y, b, 8), 8);
  }

  private static String squeezeExcite(SampleNetworks s, String x) {
    int a = s.width();
    String trunk = s.block(x, 3, a);
    String squeezed = s.net.relu(s.net.conv(s.net.op("GlobalAveragePool", trunk), a, 4, 1, 1, 1));
    String gate = s.net.op("HardSigmoid", s.net.conv(squeezed, 4, a, 1, 1, 1));
    return s.head(s.block(s.net.op("Mul", trunk, gate), a, 8), 8);
  }

  private static String split(SampleNetworks s, String x) {
    int a = s.width();
    List<String> halves =
        s.net.op("Split", 2, Map.of("axis", Attribute.of(1L)), s.block(x, 3, 2 * a));
    String left = s.block(halves.get(0), a, 6);
    String right = s.block(halves.get(1), a, 6);
    return s.head(s.net.op("Add", left, right), 6);
  }

  private static String slice(SampleNetworks s, String x) {
    int a = s.width();
    String wide = s.block(x, 3, 2 * a);
    String left = s.channels(wide, 0, a);
    String right = s.channels(wide, a, Long.MAX_VALUE);
    return s.head(s.net.op("Add", s.block(left, a, 6), s.block(right, a, 6)), 6);
  }

  private String channels(String x, long from, long to) {
    String stem = "bounds" + from;
    return net.op(
        "Slice",
        x,
        net.constant(stem + ".start", Tensor.vector(from)),
        net.constant(stem + ".end", Tensor.vector(to)),
        net.constant(stem + ".axis", Tensor.vector(1)));
  }

  private static String gather(SampleNetworks s, String x) {
    int a = s.width();
    long[] reversed = IntStream.range(0, a).mapToLong(i -> a - 1 - i).toArray();
    String y =
        s.net.op(
            "Gather",
            Map.of("axis", Attribute.of(1L)),
            s.block(x, 3, a),
            s.net.constant("order", Tensor.vector(reversed)));
    return s.head(s.block(y, a, 6), 6);
  }

  private static String shuffle(SampleNetworks s, String x) {
    int a = 2 * s.width();
    String grouped = s.net.conv(s.block(x, 3, a), a, a, 1, 1, 2);
    String split = s.net.op("Reshape", grouped, s.shape("split", -1, 2, a / 2, SIZE, SIZE));
    String swapped = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3, 4)), split);
    String merged = s.net.op("Reshape", swapped, s.shape("merged", -1, a, SIZE, SIZE));
    return s.head(s.net.conv(merged, a, 6, 1, 1, 1), 6);
  }

  private static String transposed(SampleNetworks s, String x) {
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

  private static String groupNorm(SampleNetworks s, String x) {
    int a = 2 * s.width();
    String conv = s.net.conv(x, 3, a, 3, 1, 1);
    String rows = s.net.op("Reshape", conv, s.shape("rows", 0, 2, -1));
    String normed =
        s.net.op(
            "InstanceNormalization",
            rows,
            s.net.constant("ones", Tensor.ofFloats(new long[] {2}, 1, 1)),
            s.net.constant("zeros", Tensor.ofFloats(new long[] {2}, 0, 0)));
    String back = s.net.op("Reshape", normed, s.shape("back", -1, a, SIZE, SIZE));
    String scaled = s.net.op("Mul", back, s.net.positive("gamma", a, 1, 1));
    return s.head(s.net.op("Add", scaled, s.net.weight("beta", a, 1, 1)), a);
  }

  private static String depthToSpace(SampleNetworks s, String x) {
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

  private static String channelsLast(SampleNetworks s, String x) {
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

  private static String flatten(SampleNetworks s, String x) {
    int a = s.width();
    String flat = s.net.op("Flatten", s.block(s.block(x, 3, 4), 4, a));
    return s.net.linear(s.net.relu(s.net.linear(flat, a * SIZE * SIZE, 9)), 9, CLASSES);
  }

  private String shape(String stem, long... target) {
    return net.constant(stem + ".shape", Tensor.vector(target));
  }

  private String project(String x, String stem, int in, int out) {
    String product = net.op("MatMul", x, net.weight(stem + ".weight", in, out));
    return net.op("Add", product, net.weight(stem + ".bias", out));
  }

  /** Tokens [batch, 5, heads * 4] to [batch, heads, 5, 4]. */
  private String heads(String x, String stem, int heads) {
    String split = net.op("Reshape", x, shape(stem, 0, 5, heads, 4));
    return net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), split);
  }

  private String attend(String q, String k, String v, int heads) {
    String turned = net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)), k);
    String scores = net.op("Mul", net.op("MatMul", q, turned), scalar("scale", 0.5f));
    String weights = net.op("Softmax", Map.of("axis", Attribute.of(-1L)), scores);
    String mixed = net.op("MatMul", weights, v);
    String back = net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), mixed);
    String merged = net.op("Reshape", back, shape("merge", 0, 5, heads * 4));
    return project(merged, "out", heads * 4, 12);
  }

  private String scalar(String name, float value) {
    return net.constant(name, Tensor.scalar(value));
  }

  /** The mean over tokens, then the classes. */
  private String tokenHead(String x) {
    String mean =
        net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            net.op("Add", net.relu(x), net.weight("position", 1, 5, 12)));
    return net.linear(mean, 12, CLASSES);
  }

  private static String separateAttention(SampleNetworks s, String x) {
    int heads = 2 + s.random.nextInt(2);
    String q = s.heads(s.project(x, "q", 12, heads * 4), "q", heads);
    String k = s.heads(s.project(x, "k", 12, heads * 4), "k", heads);
    String v = s.heads(s.project(x, "v", 12, heads * 4), "v", heads);
    return s.tokenHead(s.attend(q, k, v, heads));
  }

  private static String fusedAttention(SampleNetworks s, String x) {
    int heads = 2 + s.random.nextInt(2);
    String qkv = s.project(x, "qkv", 12, 3 * heads * 4);
    String split = s.net.op("Reshape", qkv, s.shape("qkv", 0, 5, 3, heads, 4));
    String turned = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(2, 0, 3, 1, 4)), split);
    return s.tokenHead(s.attend(s.part(turned, 0), s.part(turned, 1), s.part(turned, 2), heads));
  }

  private String part(String x, long index) {
    String constant = net.constant("index" + index, Tensor.ofLongs(new long[0], index));
    return net.op("Gather", Map.of("axis", Attribute.of(0L)), x, constant);
  }

  private static String splitAttention(SampleNetworks s, String x) {
    int heads = 2 + s.random.nextInt(2);
    int width = heads * 4;
    String qkv = s.project(x, "qkv", 12, 3 * width);
    List<String> parts =
        s.net.op(
            "Split",
            3,
            Map.of("axis", Attribute.of(-1L)),
            qkv,
            s.net.constant("sizes", Tensor.vector(width, width, width)));
    return s.tokenHead(
        s.attend(
            s.heads(parts.get(0), "q", heads),
            s.heads(parts.get(1), "k", heads),
            s.heads(parts.get(2), "v", heads),
            heads));
  }

  private static String decomposedNorm(SampleNetworks s, String x) {
    int a = s.width();
    String hidden = s.project(x, "in", 12, a);
    Map<String, Attribute> last = Map.of("axes", Attribute.ofInts(-1));
    String centred = s.net.op("Sub", hidden, s.net.op("ReduceMean", last, hidden));
    String squared = s.net.op("Pow", centred, s.scalar("two", 2));
    String variance = s.net.op("ReduceMean", last, squared);
    String deviation = s.net.op("Sqrt", s.net.op("Add", variance, s.scalar("eps", 1e-5f)));
    String normed = s.net.op("Div", centred, deviation);
    String scaled = s.net.op("Mul", normed, s.net.positive("norm.weight", a));
    String shifted = s.net.op("Add", scaled, s.net.weight("norm.bias", a));
    return s.tokenHead(s.project(shifted, "out", a, 12));
  }

  private static String upsample(SampleNetworks s, String x) {
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

  private static String spaceToDepth(SampleNetworks s, String x) {
    int a = s.width();
    String deep = s.net.op("SpaceToDepth", Map.of("blocksize", Attribute.of(2L)), s.block(x, 3, a));
    return s.head(s.block(deep, 4 * a, 6), 6);
  }

  private static String slopes(SampleNetworks s, String x) {
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

  private static String tile(SampleNetworks s, String x) {
    int a = s.width();
    String repeats = s.net.constant("repeats", Tensor.vector(1, 2, 1, 1));
    return s.head(s.block(s.net.op("Tile", s.block(x, 3, a), repeats), 2 * a, 6), 6);
  }

  private static String groupedTransposed(SampleNetworks s, String x) {
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

  private static String depthwiseTransposed(SampleNetworks s, String x) {
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

  private static String squeeze(SampleNetworks s, String x) {
    int a = s.width();
    String pooled = s.net.op("GlobalAveragePool", s.block(x, 3, a));
    String flat = s.net.op("Squeeze", pooled, s.net.constant("axes", Tensor.vector(2, 3)));
    String gate = s.net.op("Sigmoid", s.net.linear(flat, a, a));
    String back = s.net.op("Unsqueeze", gate, s.net.constant("back", Tensor.vector(-1, -2)));
    String scaled = s.net.op("Mul", back, s.block(x, 3, a));
    return s.head(s.block(scaled, a, 6), 6);
  }

  /** Eight-bit weights with a scale for each output channel. */
  private static String quantized(SampleNetworks s, String x) {
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

  private static String classToken(SampleNetworks s, String x) {
    String tokens = s.project(x, "embed", 12, 12);
    String batch = s.net.op("Shape", Map.of("start", Attribute.of(0L), "end", Attribute.of(1L)), x);
    String ones = s.net.constant("ones", Tensor.vector(1, 1));
    String target = s.net.op("Concat", Map.of("axis", Attribute.of(0L)), batch, ones);
    String token = s.net.op("Expand", s.net.weight("token", 1, 1, 12), target);
    String joined = s.net.op("Concat", Map.of("axis", Attribute.of(1L)), token, tokens);
    String mean =
        s.net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            s.net.relu(s.project(joined, "mix", 12, 12)));
    String first =
        s.net.op(
            "Gather",
            Map.of("axis", Attribute.of(1L)),
            joined,
            s.net.constant("first", Tensor.ofLongs(new long[0], 0)));
    return s.net.linear(s.net.op("Add", mean, first), 12, CLASSES);
  }

  /** Weights on the left of the product work on tokens. */
  private static String tokenMixing(SampleNetworks s, String x) {
    String mixed =
        s.net.op("MatMul", s.net.weight("left.weight", 7, 5), s.project(x, "in", 12, 12));
    String hidden = s.net.op("Add", mixed, s.net.weight("left.bias", 7, 1));
    String back = s.net.op("MatMul", s.net.weight("back.weight", 5, 7), s.net.relu(hidden));
    return s.tokenHead(back);
  }
}
