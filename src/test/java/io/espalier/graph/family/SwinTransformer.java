package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A Swin transformer of two stages: images [batch, 3, 16, 16] in patches of 2, windows of 4 x 4,
 * the second block of the first stage shifted by 2, heads of 4 dimensions.
 */
final class SwinTransformer {
  private static final int WINDOW = 4;
  private static final int AREA = WINDOW * WINDOW;
  private static final int SHIFT = WINDOW / 2;
  private static final int HEAD_WIDTH = 4;
  private static final int WIDTH = 16;
  private static final int CLASSES = 5;

  private final TokenLayers layers;
  private final NetworkBuilder net;

  private SwinTransformer(long seed) {
    net = new NetworkBuilder("swin", seed);
    layers = new TokenLayers(net);
  }

  static Graph build(long seed) {
    SwinTransformer swin = new SwinTransformer(seed);
    String x = swin.block(swin.patches(), "stage0.block0", 8, WIDTH, 0);
    x = swin.block(x, "stage0.block1", 8, WIDTH, SHIFT);
    x = swin.block(swin.merged(x), "stage1.block0", 4, 2 * WIDTH, 0);
    String normed = swin.layers.layerNorm(x, "norm", 2 * WIDTH);
    String rows = swin.layers.reshape(normed, "pool", 0, -1, 2 * WIDTH);
    String y = swin.net.linear(swin.layers.mean(rows, 1, false), 2 * WIDTH, CLASSES);
    swin.net.output(y, CLASSES);
    return swin.net.build();
  }

  /** [batch, 8, 8, width]. */
  private String patches() {
    String embedded =
        net.op(
            "Conv",
            Map.of("kernel_shape", Attribute.ofInts(2, 2), "strides", Attribute.ofInts(2, 2)),
            net.input("image", 3, 16, 16),
            net.weight("patch.weight", WIDTH, 3, 2, 2),
            net.weight("patch.bias", WIDTH));
    return layers.layerNorm(layers.transpose(embedded, 0, 2, 3, 1), "patch.norm", WIDTH);
  }

  private String block(String x, String stem, int size, int width, int shift) {
    String normed = layers.layerNorm(x, stem + ".norm1", width);
    String shifted = shift == 0 ? normed : rolled(normed, stem + ".shift", shift);
    String windows = windows(shifted, stem, size, width);
    String mixed = reversed(attention(windows, stem, size, width, shift), stem, size, width);
    String back = shift == 0 ? mixed : rolled(mixed, stem + ".back", size - shift);
    String attended = net.op("Add", x, back);
    String inner = layers.layerNorm(attended, stem + ".norm2", width);
    return net.op("Add", attended, layers.mlp(inner, stem + ".mlp", width, 2 * width));
  }

  /** The rows and columns from an offset on, then those before it. */
  private String rolled(String x, String stem, int offset) {
    String y = x;
    for (int axis = 1; axis <= 2; axis++) {
      String tail = layers.slice(y, stem + axis + ".tail", axis, offset, Long.MAX_VALUE, 1);
      String head = layers.slice(y, stem + axis + ".head", axis, 0, offset, 1);
      y = layers.concat(axis, tail, head);
    }
    return y;
  }

  /** [batch, size, size, width] to [batch * windows, area, width]. */
  private String windows(String x, String stem, int size, int width) {
    int n = size / WINDOW;
    String split = layers.reshape(x, stem + ".apart", -1, n, WINDOW, n, WINDOW, width);
    return layers.reshape(
        layers.transpose(split, 0, 1, 3, 2, 4, 5), stem + ".windows", -1, AREA, width);
  }

  private String reversed(String x, String stem, int size, int width) {
    int n = size / WINDOW;
    String split = layers.reshape(x, stem + ".grid", -1, n, n, WINDOW, WINDOW, width);
    return layers.reshape(
        layers.transpose(split, 0, 1, 3, 2, 4, 5), stem + ".image", -1, size, size, width);
  }

  private String attention(String x, String stem, int size, int width, int shift) {
    int heads = width / HEAD_WIDTH;
    String qkv = layers.project(x, stem + ".qkv", width, 3 * width);
    String split = layers.reshape(qkv, stem + ".split", -1, AREA, 3, heads, HEAD_WIDTH);
    List<String> parts = layers.unbind(layers.transpose(split, 2, 0, 3, 1, 4), stem + ".qkv", 0, 3);
    float scale = (float) (1 / Math.sqrt(HEAD_WIDTH));
    String q = net.op("Mul", parts.get(0), layers.scalar(stem + ".scale", scale));
    String products = net.op("MatMul", q, layers.transpose(parts.get(1), 0, 1, 3, 2));
    String scores = net.op("Add", products, positionBias(stem, heads));
    String masked = shift == 0 ? scores : masked(scores, stem, size, heads);
    String mixed = net.op("MatMul", layers.softmax(masked), parts.get(2));
    String joined =
        layers.reshape(layers.transpose(mixed, 0, 2, 1, 3), stem + ".merge", -1, AREA, width);
    return layers.project(joined, stem + ".proj", width, width);
  }

  /** Rows of a table chosen by the distance of two places: [1, heads, area, area]. */
  private String positionBias(String stem, int heads) {
    int span = 2 * WINDOW - 1;
    long[] distances = new long[AREA * AREA];
    for (int i = 0; i < distances.length; i++) {
      int rows = i / AREA / WINDOW - i % AREA / WINDOW + WINDOW - 1;
      int columns = i / AREA % WINDOW - i % AREA % WINDOW + WINDOW - 1;
      distances[i] = (long) rows * span + columns;
    }
    String table = net.weight(stem + ".bias_table", (long) span * span, heads);
    String chosen =
        net.op("Gather", table, net.constant(stem + ".distances", Tensor.vector(distances)));
    String square = layers.reshape(chosen, stem + ".square", AREA, AREA, heads);
    String axes = net.constant(stem + ".bias_axes", Tensor.vector(0));
    return net.op("Unsqueeze", layers.transpose(square, 2, 0, 1), axes);
  }

  /** Adds a number to each pair of places of each window. */
  private String masked(String scores, String stem, int size, int heads) {
    int windows = size / WINDOW * (size / WINDOW);
    float[] mask = new float[windows * AREA * AREA];
    Random random = new Random(size);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextInt(4) == 0 ? -100 : 0;
    }
    String constant =
        net.constant(stem + ".mask", Tensor.ofFloats(new long[] {1, windows, 1, AREA, AREA}, mask));
    String apart = layers.reshape(scores, stem + ".perWindow", -1, windows, heads, AREA, AREA);
    String sum = net.op("Add", apart, constant);
    return layers.reshape(sum, stem + ".allWindows", -1, heads, AREA, AREA);
  }

  /** Every second row and column, four times, side by side, and half as many channels of them. */
  private String merged(String x) {
    String[] parts = new String[4];
    for (int i = 0; i < parts.length; i++) {
      String rows = layers.slice(x, "merge.rows" + i, 1, i % 2, Long.MAX_VALUE, 2);
      parts[i] = layers.slice(rows, "merge.columns" + i, 2, i / 2, Long.MAX_VALUE, 2);
    }
    String joined = layers.layerNorm(layers.concat(-1, parts), "merge.norm", 4 * WIDTH);
    return layers.product(joined, "merge.reduction", 4 * WIDTH, 2 * WIDTH);
  }
}
