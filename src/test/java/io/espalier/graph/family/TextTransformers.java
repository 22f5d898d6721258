package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Text transformers of two blocks: six tokens, heads of 8 dimensions. */
final class TextTransformers {
  private static final int BLOCKS = 2;
  private static final int TOKENS = 6;
  private static final int VOCABULARY = 11;
  private static final int HEADS = 4;
  private static final int KEY_HEADS = 2;
  private static final int HEAD_WIDTH = 8;
  private static final int WIDTH = HEADS * HEAD_WIDTH;
  private static final int HIDDEN = 64;
  private static final int CLASSES = 5;

  private final TokenLayers layers;
  private final NetworkBuilder net;

  private TextTransformers(String name, long seed) {
    net = new NetworkBuilder(name, seed);
    layers = new TokenLayers(net);
  }

  /**
   * BERT: token, position and type embeddings, a mask from an input, normalisation after each
   * addition, a pooler.
   */
  static Graph bert(long seed) {
    TextTransformers bert = new TextTransformers("bert", seed);
    String mask = bert.additiveMask();
    String x = bert.embeddings();
    for (int block = 0; block < BLOCKS; block++) {
      x = bert.encoderBlock(x, mask, "layer" + block);
    }
    String pooled = bert.net.linear(bert.layers.pick(x, "first", 1, 0), WIDTH, WIDTH);
    bert.net.output(bert.net.linear(bert.net.op("Tanh", pooled), WIDTH, CLASSES), CLASSES);
    return bert.net.build();
  }

  private String embeddings() {
    String words = embedding("word", VOCABULARY, net.input(ElementType.INT64, "ids", TOKENS));
    String types = embedding("type", 2, net.input(ElementType.INT64, "types", TOKENS));
    String positions = net.constant("positions", Tensor.ofLongs(new long[] {1, 3}, 0, 1, 2));
    String places = embedding("position", TOKENS, sixPositions(positions));
    String sum = net.op("Add", net.op("Add", words, types), places);
    return layers.decomposedLayerNorm(sum, "embedding.norm", WIDTH);
  }

  /** Zero to five, as an addition and a concatenation make them. */
  private String sixPositions(String three) {
    String more =
        net.op("Add", three, net.constant("three", Tensor.ofLongs(new long[0], TOKENS / 2)));
    return layers.concat(1, three, more);
  }

  private String embedding(String stem, int rows, String indices) {
    return net.op("Gather", net.weight(stem + ".embedding", rows, WIDTH), indices);
  }

  /** {@code (1 - mask) * -10000}, as [batch, 1, 1, tokens]. */
  private String additiveMask() {
    String mask = net.input(ElementType.INT64, "mask", TOKENS);
    String wide = net.op("Unsqueeze", mask, net.constant("mask.axes", Tensor.vector(1, 2)));
    String real = net.op("Cast", Map.of("to", Attribute.of(1L)), wide);
    String inverse = net.op("Sub", layers.scalar("mask.one", 1), real);
    return net.op("Mul", inverse, layers.scalar("mask.minus", -10000));
  }

  private String encoderBlock(String x, String mask, String stem) {
    String q = heads(layers.project(x, stem + ".query", WIDTH, WIDTH), stem + ".query", HEADS);
    String k = heads(layers.project(x, stem + ".key", WIDTH, WIDTH), stem + ".key", HEADS);
    String v = heads(layers.project(x, stem + ".value", WIDTH, WIDTH), stem + ".value", HEADS);
    String context = attend(q, k, v, mask, stem);
    String attended = net.op("Add", layers.project(context, stem + ".out", WIDTH, WIDTH), x);
    String middle = layers.decomposedLayerNorm(attended, stem + ".norm1", WIDTH);
    String inner = layers.mlp(middle, stem, WIDTH, HIDDEN);
    return layers.decomposedLayerNorm(net.op("Add", inner, middle), stem + ".norm2", WIDTH);
  }

  /** [batch, tokens, heads * head width] to [batch, heads, tokens, head width]. */
  private String heads(String x, String stem, int heads) {
    String split = layers.reshape(x, stem + ".split", 0, 0, heads, HEAD_WIDTH);
    return layers.transpose(split, 0, 2, 1, 3);
  }

  private String attend(String q, String k, String v, String mask, String stem) {
    String products = net.op("MatMul", q, layers.transpose(k, 0, 1, 3, 2));
    String root = layers.scalar(stem + ".root", (float) Math.sqrt(HEAD_WIDTH));
    String scores = net.op("Add", net.op("Div", products, root), mask);
    String mixed = net.op("MatMul", layers.softmax(scores), v);
    return layers.reshape(layers.transpose(mixed, 0, 2, 1, 3), stem + ".merge", 0, 0, WIDTH);
  }

  /**
   * A Llama-like decoder: RMS normalisation, rotary positions, keys and values shared by two query
   * heads each, a causal mask, a gated hidden layer.
   */
  static Graph llama(long seed) {
    TextTransformers llama = new TextTransformers("llama", seed);
    String x = llama.embedding("word", VOCABULARY, llama.net.input(ElementType.INT64, "ids", 6));
    llama.layers.causalMask("causal", TOKENS);
    llama.layers.rotaryTable("cos", TOKENS, HEAD_WIDTH, true);
    llama.layers.rotaryTable("sin", TOKENS, HEAD_WIDTH, false);
    for (int block = 0; block < BLOCKS; block++) {
      x = llama.decoderBlock(x, "layer" + block);
    }
    String normed = llama.layers.rmsNorm(x, "norm", WIDTH);
    llama.net.output(llama.layers.product(normed, "head", WIDTH, VOCABULARY), TOKENS, VOCABULARY);
    return llama.net.build();
  }

  private String decoderBlock(String x, String stem) {
    String normed = layers.rmsNorm(x, stem + ".norm1", WIDTH);
    int keyWidth = KEY_HEADS * HEAD_WIDTH;
    String q = heads(layers.product(normed, stem + ".q", WIDTH, WIDTH), stem + ".q", HEADS);
    String k = heads(layers.product(normed, stem + ".k", WIDTH, keyWidth), stem + ".k", KEY_HEADS);
    String v = heads(layers.product(normed, stem + ".v", WIDTH, keyWidth), stem + ".v", KEY_HEADS);
    String context =
        attend(
            rotated(q, stem + ".q"),
            repeated(rotated(k, stem + ".k"), stem + ".k"),
            repeated(v, stem + ".v"),
            "causal",
            stem);
    String attended = net.op("Add", x, layers.product(context, stem + ".o", WIDTH, WIDTH));
    String inner = layers.rmsNorm(attended, stem + ".norm2", WIDTH);
    String gate = layers.silu(layers.product(inner, stem + ".gate", WIDTH, HIDDEN));
    String up = layers.product(inner, stem + ".up", WIDTH, HIDDEN);
    String down = layers.product(net.op("Mul", gate, up), stem + ".down", HIDDEN, WIDTH);
    return net.op("Add", attended, down);
  }

  /** {@code x * cos + (-second half, first half) * sin}. */
  private String rotated(String x, String stem) {
    int half = HEAD_WIDTH / 2;
    String first = layers.slice(x, stem + ".first", 3, 0, half, 1);
    String second = layers.slice(x, stem + ".second", 3, half, Long.MAX_VALUE, 1);
    String turned = layers.concat(-1, net.op("Neg", second), first);
    return net.op("Add", net.op("Mul", x, "cos"), net.op("Mul", turned, "sin"));
  }

  /** Each key head once for every query head that shares it. */
  private String repeated(String x, String stem) {
    int copies = HEADS / KEY_HEADS;
    String axis = net.constant(stem + ".axis", Tensor.vector(2));
    Map<String, Attribute> batch = Map.of("start", Attribute.of(0L), "end", Attribute.of(1L));
    String sizes =
        net.constant(stem + ".sizes", Tensor.vector(KEY_HEADS, copies, TOKENS, HEAD_WIDTH));
    String target = layers.concat(0, net.op("Shape", batch, "ids"), sizes);
    String copied = net.op("Expand", net.op("Unsqueeze", x, axis), target);
    return layers.reshape(copied, stem + ".repeat", -1, HEADS, TOKENS, HEAD_WIDTH);
  }
}
