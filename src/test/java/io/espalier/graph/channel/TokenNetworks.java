package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Couplings by attention and by products over tokens. */
final class TokenNetworks {
  private TokenNetworks() {}

  /** Networks by name: what each does with its input. */
  static Map<String, BiFunction<Blocks, String, String>> all() {
    Map<String, BiFunction<Blocks, String, String>> all = new LinkedHashMap<>();
    all.put("class-token", TokenNetworks::classToken);
    all.put("token-mixing", TokenNetworks::tokenMixing);
    all.put("attention-separate", TokenNetworks::separateAttention);
    all.put("attention-fused", TokenNetworks::fusedAttention);
    all.put("attention-split", TokenNetworks::splitAttention);
    all.put("mlp-decomposed-norm", TokenNetworks::decomposedNorm);
    all.putAll(AttentionNetworks.all());
    return all;
  }

  /** Tokens [batch, 5, heads * 4] to [batch, heads, 5, 4]. */
  private static String heads(Blocks s, String x, String stem, int heads) {
    String split = s.net.op("Reshape", x, s.shape(stem, 0, 5, heads, 4));
    return s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), split);
  }

  private static String attend(Blocks s, String q, String k, String v, int heads) {
    String turned = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)), k);
    String scores = s.net.op("Mul", s.net.op("MatMul", q, turned), s.scalar("scale", 0.5f));
    String weights = s.net.op("Softmax", Map.of("axis", Attribute.of(-1L)), scores);
    String mixed = s.net.op("MatMul", weights, v);
    String back = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), mixed);
    String merged = s.net.op("Reshape", back, s.shape("merge", 0, 5, heads * 4));
    return s.project(merged, "out", heads * 4, 12);
  }

  /** The mean over tokens, then the classes. */
  private static String tokenHead(Blocks s, String x) {
    String mean =
        s.net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            s.net.op("Add", s.net.relu(x), s.net.weight("position", 1, 5, 12)));
    return s.net.linear(mean, 12, Blocks.CLASSES);
  }

  private static String separateAttention(Blocks s, String x) {
    int heads = 2 + s.random.nextInt(2);
    String q = heads(s, s.project(x, "q", 12, heads * 4), "q", heads);
    String k = heads(s, s.project(x, "k", 12, heads * 4), "k", heads);
    String v = heads(s, s.project(x, "v", 12, heads * 4), "v", heads);
    return tokenHead(s, attend(s, q, k, v, heads));
  }

  private static String fusedAttention(Blocks s, String x) {
    int heads = 2 + s.random.nextInt(2);
    String qkv = s.project(x, "qkv", 12, 3 * heads * 4);
    String split = s.net.op("Reshape", qkv, s.shape("qkv", 0, 5, 3, heads, 4));
    String turned = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(2, 0, 3, 1, 4)), split);
    return tokenHead(
        s, attend(s, part(s, turned, 0), part(s, turned, 1), part(s, turned, 2), heads));
  }

  private static String part(Blocks s, String x, long index) {
    String constant = s.net.constant("index" + index, Tensor.ofLongs(new long[0], index));
    return s.net.op("Gather", Map.of("axis", Attribute.of(0L)), x, constant);
  }

  private static String splitAttention(Blocks s, String x) {
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
    return tokenHead(
        s,
        attend(
            s,
            heads(s, parts.get(0), "q", heads),
            heads(s, parts.get(1), "k", heads),
            heads(s, parts.get(2), "v", heads),
            heads));
  }

  private static String decomposedNorm(Blocks s, String x) {
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
    return tokenHead(s, s.project(shifted, "out", a, 12));
  }

  private static String classToken(Blocks s, String x) {
    String tokens = s.project(x, "embed", 12, 12);
    String batch = s.net.op("Shape", Map.of("start", Attribute.of(0L), "end", Attribute.of(1L)), x);
    String ones = s.net.constant("ones", Tensor.vector(1, 1));
    String target = s.net.op("Concat", Map.of("axis", Attribute.of(0L)), batch, ones);
    String token = s.net.op("Expand", s.net.weight("token", 1, 1, 12), target);
    String joined = s.net.op("Concat", Blocks.CHANNELS, token, tokens);
    String mean =
        s.net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            s.net.relu(s.project(joined, "mix", 12, 12)));
    String first =
        s.net.op(
            "Gather",
            Blocks.CHANNELS,
            joined,
            s.net.constant("first", Tensor.ofLongs(new long[0], 0)));
    return s.net.linear(s.net.op("Add", mean, first), 12, Blocks.CLASSES);
  }

  /** Weights on the left of the product work on tokens. */
  private static String tokenMixing(Blocks s, String x) {
    String mixed =
        s.net.op("MatMul", s.net.weight("left.weight", 7, 5), s.project(x, "in", 12, 12));
    String hidden = s.net.op("Add", mixed, s.net.weight("left.bias", 7, 1));
    String back = s.net.op("MatMul", s.net.weight("back.weight", 5, 7), s.net.relu(hidden));
    return tokenHead(s, back);
  }
}
