package io.espalier.method.prune.flow;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;

/** A small network of two residual blocks for {@link DrawnImages}. */
final class ResidualNetwork {
  private ResidualNetwork() {}

  /**
   * @param width of the stream
   * @param inner width of the first block; that of the second is twice as large
   */
  static Graph build(int width, int inner) {
    NetworkBuilder net = new NetworkBuilder("residual", 3);
    String x = net.input("image", 3, 16, 16);
    x = net.relu(net.batchNorm(net.conv(x, 3, width, 3, 2, 1), width));
    for (int middle : new int[] {inner, 2 * inner}) {
      String y = net.relu(net.batchNorm(net.conv(x, width, middle, 3, 1, 1), middle));
      y = net.batchNorm(net.conv(y, middle, width, 3, 1, 1), width);
      x = net.relu(net.op("Add", x, y));
    }
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", x));
    return net.output(net.linear(pooled, width, DrawnImages.CLASSES), DrawnImages.CLASSES).build();
  }
}
