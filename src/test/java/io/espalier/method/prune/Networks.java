package io.espalier.method.prune;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import java.util.Map;
import java.util.Random;

/** Small networks of the kinds that pruning has to know. */
final class Networks {
  static final int CLASSES = 10;
  private static final int IMAGE = 16;

  private Networks() {}

  /** Residual blocks, a depthwise convolution, squeeze-and-excite, flatten, in random widths. */
  static Graph mixed(long seed) {
    Random random = new Random(seed);
    NetworkBuilder net = new NetworkBuilder("mixed" + seed, seed);
    int width = width(random);
    String x = stem(net, width);
    for (int block = 1 + random.nextInt(4); block > 0; block--) {
      x = net.op("Add", x, branch(net, x, width, width(random), random));
    }
    x = squeezeAndExcite(net, x, width);
    return head(net, x, width);
  }

  /** Convolutions with BatchNormalization one after the other. */
  static Graph chain(long seed, int... widths) {
    NetworkBuilder net = new NetworkBuilder("chain", seed);
    String x = net.input("image", 3, IMAGE, IMAGE);
    int in = 3;
    for (int width : widths) {
      x = net.relu(net.batchNorm(net.conv(x, in, width, 3, 1, 1), width));
      in = width;
    }
    return head(net, x, in);
  }

  /** A transformer's feed-forward blocks: residual, LayerNorm, two linear layers. */
  static Graph feedForward(long seed, int tokens, int width, int hidden, int blocks) {
    NetworkBuilder net = new NetworkBuilder("feedforward", seed);
    String x = matMul(net, net.input("tokens", tokens, 3), 3, width);
    for (int block = 0; block < blocks; block++) {
      String normal = layerNorm(net, x, width);
      String wide = net.relu(matMul(net, normal, width, hidden));
      x = net.op("Add", x, matMul(net, wide, hidden, width));
    }
    String y = matMul(net, layerNorm(net, x, width), width, CLASSES);
    return net.output(y, tokens, CLASSES).build();
  }

  /** One convolution from the graph's input to its output: nothing can be cut. */
  static Graph frozen() {
    NetworkBuilder net = new NetworkBuilder("frozen", 1);
    String y = net.conv(net.input("image", 3, IMAGE, IMAGE), 3, 8, 3, 1, 1);
    return net.output(y, 8, IMAGE, IMAGE).build();
  }

  private static String stem(NetworkBuilder net, int width) {
    String x = net.conv(net.input("image", 3, IMAGE, IMAGE), 3, width, 3, 1, 1);
    return net.relu(net.batchNorm(x, width));
  }

  private static String branch(NetworkBuilder net, String x, int width, int middle, Random random) {
    String y = net.relu(net.batchNorm(net.conv(x, width, middle, 1, 1, 1), middle));
    int groups = random.nextBoolean() ? middle : 1;
    y = net.relu(net.batchNorm(net.conv(y, middle, middle, 3, 1, groups), middle));
    return net.batchNorm(net.conv(y, middle, width, 1, 1, 1), width);
  }

  private static String squeezeAndExcite(NetworkBuilder net, String x, int width) {
    int middle = Math.max(4, width / 4);
    String pooled = net.op("GlobalAveragePool", x);
    String gate = net.relu(net.conv(pooled, width, middle, 1, 1, 1));
    return net.op("Mul", x, net.op("Sigmoid", net.conv(gate, middle, width, 1, 1, 1)));
  }

  private static Graph head(NetworkBuilder net, String x, int width) {
    String flat =
        net.op("Flatten", Map.of("axis", Attribute.of(1L)), net.op("GlobalAveragePool", x));
    return net.output(net.linear(flat, width, CLASSES), CLASSES).build();
  }

  private static String matMul(NetworkBuilder net, String x, int in, int out) {
    String stem = "matmul_of_" + x;
    return net.op("MatMul", x, net.weight(stem, in, out));
  }

  private static String layerNorm(NetworkBuilder net, String x, int width) {
    return net.op(
        "LayerNormalization",
        Map.of("axis", Attribute.of(-1L)),
        x,
        net.positive("gamma_of_" + x, width),
        net.weight("beta_of_" + x, width));
  }

  private static int width(Random random) {
    return 12 + random.nextInt(90);
  }
}
