package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.Random;

/** Parts that sample networks are made of. */
final class Blocks {
  static final int CLASSES = 5;
  static final int SIZE = 6;
  static final Map<String, Attribute> CHANNELS = Map.of("axis", Attribute.of(1L));

  final NetworkBuilder net;
  final Random random;

  Blocks(String name, long seed) {
    net = new NetworkBuilder(name, seed);
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** An even width between 4 and 10. */
  int width() {
    return 4 + 2 * random.nextInt(4);
  }

  String block(String x, int in, int out) {
    return net.relu(net.batchNorm(net.conv(x, in, out, 3, 1, 1), out));
  }

  String head(String x, int channels) {
    String pooled = net.op("GlobalAveragePool", x);
    return net.linear(net.op("Flatten", pooled), channels, CLASSES);
  }

  String shape(String stem, long... target) {
    return net.constant(stem + ".shape", Tensor.vector(target));
  }

  String project(String x, String stem, int in, int out) {
    String product = net.op("MatMul", x, net.weight(stem + ".weight", in, out));
    return net.op("Add", product, net.weight(stem + ".bias", out));
  }

  String scalar(String name, float value) {
    return net.constant(name, Tensor.scalar(value));
  }
}
