package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Vision transformers of two blocks: images [batch, 3, 8, 8] in four patches, 4 heads of 8
 * dimensions.
 */
final class VisionTransformers {
  private static final int BLOCKS = 2;
  private static final int PATCHES = 4;
  private static final int HEADS = 4;
  private static final int HEAD_WIDTH = 8;
  private static final int WIDTH = HEADS * HEAD_WIDTH;
  private static final int CLASSES = 5;

  private final TokenLayers layers;
  private final NetworkBuilder net;

  /** How the tokens [batch, tokens, width] attend to each other in one block. */
  private interface Attention {
    String apply(String x, String stem, int tokens);
  }

  private VisionTransformers(String name, long seed) {
    net = new NetworkBuilder(name, seed);
    layers = new TokenLayers(net);
  }

  /** timm: a class token, fused queries, keys and values split after a transpose. */
  static Graph classToken(long seed) {
    VisionTransformers vit = new VisionTransformers("vit-class-token", seed);
    String x = vit.withClassToken(vit.patches());
    String y = vit.encoder(x, PATCHES + 1, vit::fusedAttention);
    return vit.classified(vit.layers.pick(y, "cls", 1, 0));
  }

  /** timm with global pooling and PyTorch's scaled dot product, which scales both operands. */
  static Graph meanPooling(long seed) {
    VisionTransformers vit = new VisionTransformers("vit-mean", seed);
    String y = vit.encoder(vit.patches(), PATCHES, vit::scaledDotProduct);
    return vit.classified(vit.layers.mean(y, 1, false));
  }

  /** Hugging Face: separate queries, keys and values. */
  static Graph separate(long seed) {
    VisionTransformers vit = new VisionTransformers("vit-separate", seed);
    String x = vit.withClassToken(vit.patches());
    String y = vit.encoder(x, PATCHES + 1, vit::separateAttention);
    return vit.classified(vit.layers.pick(y, "cls", 1, 0));
  }

  /** torchvision: PyTorch's MultiheadAttention, which joins heads with the batch. */
  static Graph multihead(long seed) {
    VisionTransformers vit = new VisionTransformers("vit-multihead", seed);
    String x = vit.withClassToken(vit.patches());
    String y = vit.encoder(x, PATCHES + 1, vit::multiheadAttention);
    return vit.classified(vit.layers.pick(y, "cls", 1, 0));
  }

  private String patches() {
    String image = net.input("image", 3, 8, 8);
    String embedded =
        net.op(
            "Conv",
            Map.of("kernel_shape", Attribute.ofInts(4, 4), "strides", Attribute.ofInts(4, 4)),
            image,
            net.weight("patch.weight", WIDTH, 3, 4, 4),
            net.weight("patch.bias", WIDTH));
    return layers.transpose(layers.reshape(embedded, "patch", 0, WIDTH, -1), 0, 2, 1);
  }

  private String withClassToken(String patches) {
    Map<String, Attribute> batch = Map.of("start", Attribute.of(0L), "end", Attribute.of(1L));
    String ones = net.constant("cls.ones", Tensor.vector(1, 1));
    String target = layers.concat(0, net.op("Shape", batch, "image"), ones);
    String token = net.op("Expand", net.weight("cls", 1, 1, WIDTH), target);
    return layers.concat(1, token, patches);
  }

  private String encoder(String tokens, int count, Attention attention) {
    String x = net.op("Add", tokens, net.weight("position", 1, count, WIDTH));
    for (int block = 0; block < BLOCKS; block++) {
      String stem = "block" + block;
      String attended =
          attention.apply(layers.layerNorm(x, stem + ".norm1", WIDTH), stem + ".attn", count);
      x = net.op("Add", x, layers.project(attended, stem + ".proj", WIDTH, WIDTH));
      String normed = layers.layerNorm(x, stem + ".norm2", WIDTH);
      x = net.op("Add", x, layers.mlp(normed, stem + ".mlp", WIDTH, 4 * WIDTH));
    }
    return layers.layerNorm(x, "norm", WIDTH);
  }

  private Graph classified(String feature) {
    net.output(net.linear(feature, WIDTH, CLASSES), CLASSES);
    return net.build();
  }

  private String fusedAttention(String x, String stem, int tokens) {
    List<String> parts = layers.unbind(turnedParts(x, stem, tokens), stem, 0, 3);
    float scale = (float) Math.sqrt(1.0 / HEAD_WIDTH);
    String q = net.op("Mul", parts.get(0), layers.scalar(stem + ".scale", scale));
    String scores = net.op("MatMul", q, layers.transpose(parts.get(1), 0, 1, 3, 2));
    return merged(net.op("MatMul", layers.softmax(scores), parts.get(2)), stem, tokens);
  }

  /** [batch, tokens, width] to [3, batch, heads, tokens, head width]. */
  private String turnedParts(String x, String stem, int tokens) {
    String qkv = layers.project(x, stem + ".qkv", WIDTH, 3 * WIDTH);
    String split = layers.reshape(qkv, stem + ".split", 0, tokens, 3, HEADS, HEAD_WIDTH);
    return layers.transpose(split, 2, 0, 3, 1, 4);
  }

  private String scaledDotProduct(String x, String stem, int tokens) {
    String turned = turnedParts(x, stem, tokens);
    String q = layers.pick(turned, stem + ".q", 0, 0);
    String k = layers.pick(turned, stem + ".k", 0, 1);
    String v = layers.pick(turned, stem + ".v", 0, 2);
    return merged(scaledDotProduct(q, k, v, stem), stem, tokens);
  }

  private String scaledDotProduct(String q, String k, String v, String stem) {
    String root = layers.scalar(stem + ".root", (float) Math.pow(HEAD_WIDTH, -0.25));
    String scores =
        net.op(
            "MatMul", net.op("Mul", q, root), net.op("Mul", layers.transpose(k, 0, 1, 3, 2), root));
    return net.op("MatMul", layers.softmax(scores), v);
  }

  private String separateAttention(String x, String stem, int tokens) {
    String q = heads(layers.project(x, stem + ".q", WIDTH, WIDTH), stem + ".q", tokens);
    String k = heads(layers.project(x, stem + ".k", WIDTH, WIDTH), stem + ".k", tokens);
    String v = heads(layers.project(x, stem + ".v", WIDTH, WIDTH), stem + ".v", tokens);
    String scores = net.op("MatMul", q, layers.transpose(k, 0, 1, 3, 2));
    String divisor = layers.scalar(stem + ".root", (float) Math.sqrt(HEAD_WIDTH));
    String weights = layers.softmax(net.op("Div", scores, divisor));
    return merged(net.op("MatMul", weights, v), stem, tokens);
  }

  private String heads(String x, String stem, int tokens) {
    String split = layers.reshape(x, stem + ".split", 0, tokens, HEADS, HEAD_WIDTH);
    return layers.transpose(split, 0, 2, 1, 3);
  }

  private String merged(String context, String stem, int tokens) {
    return layers.reshape(layers.transpose(context, 0, 2, 1, 3), stem + ".merge", 0, tokens, WIDTH);
  }

  /** Tokens come first, and queries, keys and values are taken apart by an axis of their own. */
  private String multiheadAttention(String x, String stem, int tokens) {
    String first = layers.transpose(x, 1, 0, 2);
    String qkv = layers.project(first, stem + ".in", WIDTH, 3 * WIDTH);
    String split = layers.reshape(qkv, stem + ".split", tokens, -1, 3, WIDTH);
    String turned = layers.transpose(split, 2, 0, 1, 3);
    String q = batchedHeads(layers.pick(turned, stem + ".q", 0, 0), stem + ".q", tokens);
    String k = batchedHeads(layers.pick(turned, stem + ".k", 0, 1), stem + ".k", tokens);
    String v = batchedHeads(layers.pick(turned, stem + ".v", 0, 2), stem + ".v", tokens);
    String context = layers.transpose(scaledDotProduct(q, k, v, stem), 2, 0, 1, 3);
    String rows = layers.reshape(context, stem + ".rows", -1, WIDTH);
    String out = net.linear(rows, WIDTH, WIDTH);
    return layers.transpose(layers.reshape(out, stem + ".back", tokens, -1, WIDTH), 1, 0, 2);
  }

  /**
   * [tokens, batch, width] to [batch, heads, tokens, head width] by way of [batch * heads, ...].
   */
  private String batchedHeads(String x, String stem, int tokens) {
    String joined = layers.reshape(x, stem + ".joined", tokens, -1, HEAD_WIDTH);
    String turned = layers.transpose(joined, 1, 0, 2);
    return layers.reshape(turned, stem + ".apart", -1, HEADS, tokens, HEAD_WIDTH);
  }
}
