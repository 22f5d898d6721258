package io.espalier.benchmark;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import java.util.List;
import java.util.Map;

/** ResNet-50 as torchvision exports it, with random weights and its BatchNorm kept. */
final class Bottlenecks {
  private static final int EXPANSION = 4;
  private static final int CLASSES = 1000;
  private static final int IMAGE = 224;
  private static final List<Integer> DEPTHS = List.of(3, 4, 6, 3);

  private final NetworkBuilder net = new NetworkBuilder("resnet50", 1);

  private Bottlenecks() {}

  /** 25,557,032 parameters and two statistics for each BatchNorm channel: 102 MB. */
  static Graph resNet50() {
    return new Bottlenecks().build();
  }

  private Graph build() {
    String x = net.input("x", 3, IMAGE, IMAGE);
    x = net.relu(conv(x, 3, 64, 7, 2));
    x = pool(x);
    int in = 64;
    for (int stage = 0; stage < DEPTHS.size(); stage++) {
      int width = 64 << stage;
      for (int block = 0; block < DEPTHS.get(stage); block++) {
        x = bottleneck(x, in, width, block == 0 && stage > 0 ? 2 : 1);
        in = EXPANSION * width;
      }
    }
    x = net.op("Flatten", net.op("GlobalAveragePool", x));
    return net.output(net.linear(x, in, CLASSES), CLASSES).build();
  }

  private String bottleneck(String x, int in, int width, int stride) {
    int out = EXPANSION * width;
    String y = net.relu(conv(x, in, width, 1, 1));
    y = net.relu(conv(y, width, width, 3, stride));
    y = conv(y, width, out, 1, 1);
    String shortcut = in == out ? x : conv(x, in, out, 1, stride);
    return net.relu(net.op("Add", y, shortcut));
  }

  private String conv(String x, int in, int out, int kernel, int stride) {
    int pad = kernel / 2;
    String weight = net.weight("w" + x + "_" + out, out, in, kernel, kernel);
    String y =
        net.op(
            "Conv",
            Map.of(
                "kernel_shape", Attribute.ofInts(kernel, kernel),
                "strides", Attribute.ofInts(stride, stride),
                "pads", Attribute.ofInts(pad, pad, pad, pad)),
            x,
            weight);
    return net.batchNorm(y, out);
  }

  private String pool(String x) {
    return net.op(
        "MaxPool",
        Map.of(
            "kernel_shape", Attribute.ofInts(3, 3),
            "strides", Attribute.ofInts(2, 2),
            "pads", Attribute.ofInts(1, 1, 1, 1)),
        x);
  }
}
