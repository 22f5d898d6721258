package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Spellings of attention: equations, and key heads that several query heads share. */
final class AttentionNetworks {
  private static final int KEY_HEADS = 2;
  private static final int HEADS = 4;
  private static final int WIDTH = 4;
  private static final int TOKENS = 5;

  private AttentionNetworks() {}

  /** Networks by name: what each does with its input. */
  static Map<String, BiFunction<Blocks, String, String>> all() {
    Map<String, BiFunction<Blocks, String, String>> all = new LinkedHashMap<>();
    all.put("attention-einsum", AttentionNetworks::einsum);
    all.put("attention-key-heads-expanded", (s, x) -> shared(s, x, k -> expanded(s, k)));
    all.put("attention-key-heads-tiled", (s, x) -> shared(s, x, k -> tiled(s, k)));
    all.put("attention-key-heads-gathered", (s, x) -> shared(s, x, k -> gathered(s, k)));
    all.put("attention-normed-heads", AttentionNetworks::normedHeads);
    all.put("attention-one-head", AttentionNetworks::oneHead);
    return all;
  }

  private static String equation(Blocks s, String equation, String... operands) {
    return s.net.op("Einsum", Map.of("equation", Attribute.of(equation)), operands);
  }

  /** Weights have an axis of heads and one of dimensions. */
  private static String einsum(Blocks s, String x) {
    String q = equation(s, "btc,chd->bhtd", x, s.net.weight("q", 12, 3, WIDTH));
    String k = equation(s, "btc,chd->bhtd", x, s.net.weight("k", 12, 3, WIDTH));
    String v = equation(s, "btc,chd->bhtd", x, s.net.weight("v", 12, 3, WIDTH));
    String weights = softmax(s, equation(s, "bhqd,bhkd->bhqk", q, k));
    String mixed = equation(s, "bhqk,bhkd->bhqd", weights, v);
    return head(s, equation(s, "bhqd,hdc->bqc", mixed, s.net.weight("out", 3, WIDTH, 12)));
  }

  private static String shared(Blocks s, String x, UnaryOperator<String> repeat) {
    String q = heads(s, x, "q", HEADS);
    String k = repeat.apply(heads(s, x, "k", KEY_HEADS));
    String v = repeat.apply(heads(s, x, "v", KEY_HEADS));
    return attended(s, q, k, v, HEADS);
  }

  private static String attended(Blocks s, String q, String k, String v, int heads) {
    String turned = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)), k);
    String mixed = s.net.op("MatMul", softmax(s, s.net.op("MatMul", q, turned)), v);
    String back = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), mixed);
    String merged = s.net.op("Reshape", back, s.shape("merge", 0, TOKENS, heads * WIDTH));
    return head(s, s.project(merged, "out", heads * WIDTH, 12));
  }

  private static String heads(Blocks s, String x, String stem, int heads) {
    String product = s.project(x, stem, 12, heads * WIDTH);
    String split = s.net.op("Reshape", product, s.shape(stem, 0, TOKENS, heads, WIDTH));
    return s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), split);
  }

  private static String softmax(Blocks s, String scores) {
    return s.net.op("Softmax", Map.of("axis", Attribute.of(-1L)), scores);
  }

  private static String head(Blocks s, String x) {
    String mean =
        s.net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            s.net.relu(x));
    return s.net.linear(mean, 12, Blocks.CLASSES);
  }

  private static String expanded(Blocks s, String x) {
    String axis = s.net.constant("copies.axis", Tensor.vector(2));
    String target = s.shape("copies", 1, KEY_HEADS, HEADS / KEY_HEADS, TOKENS, WIDTH);
    String copied = s.net.op("Expand", s.net.op("Unsqueeze", x, axis), target);
    return s.net.op("Reshape", copied, s.shape("repeated", -1, HEADS, TOKENS, WIDTH));
  }

  private static String tiled(Blocks s, String x) {
    String axis = s.net.constant("copies.axis", Tensor.vector(2));
    String repeats = s.net.constant("repeats", Tensor.vector(1, 1, HEADS / KEY_HEADS, 1, 1));
    String copied = s.net.op("Tile", s.net.op("Unsqueeze", x, axis), repeats);
    return s.net.op("Reshape", copied, s.shape("repeated", -1, HEADS, TOKENS, WIDTH));
  }

  private static String gathered(Blocks s, String x) {
    String order = s.net.constant("order", Tensor.vector(0, 0, 1, 1));
    return s.net.op("Gather", Map.of("axis", Attribute.of(1L)), x, order);
  }

  /** Queries and keys are normalised in each head, as newer vision transformers do. */
  private static String normedHeads(Blocks s, String x) {
    String q = normed(s, heads(s, x, "q", 2), "q");
    String k = normed(s, heads(s, x, "k", 2), "k");
    return attended(s, q, k, heads(s, x, "v", 2), 2);
  }

  private static String normed(Blocks s, String x, String stem) {
    return s.net.op(
        "LayerNormalization",
        x,
        s.net.positive(stem + ".norm.weight", WIDTH),
        s.net.weight(stem + ".norm.bias", WIDTH));
  }

  private static String oneHead(Blocks s, String x) {
    String q = s.project(x, "q", 12, 6);
    String k = s.project(x, "k", 12, 6);
    String turned = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1)), k);
    String weights = softmax(s, s.net.op("MatMul", q, turned));
    String mixed = s.net.op("MatMul", weights, s.project(x, "v", 12, 7));
    return head(s, s.project(mixed, "out", 7, 12));
  }
}
