package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/** The layers that convolutional networks are made of, spelled as exporters spell them. */
final class Layers {
  static final int CLASSES = 10;
  static final int SIZE = 16;
  static final Map<String, Attribute> CHANNELS = Map.of("axis", Attribute.of(1L));
  private static final List<Long> CHANNELS_LAST = List.of(0L, 2L, 3L, 1L);
  private static final List<Long> CHANNELS_FIRST = List.of(0L, 3L, 1L, 2L);

  /** How a convolution slides; padded so that stride 1 keeps the size. */
  record Window(int kernel, int stride, int dilation, int groups) {
    static Window of(int kernel) {
      return new Window(kernel, 1, 1, 1);
    }

    Window stride(int stride) {
      return new Window(kernel, stride, dilation, groups);
    }

    Window dilation(int dilation) {
      return new Window(kernel, stride, dilation, groups);
    }

    Window groups(int groups) {
      return new Window(kernel, stride, dilation, groups);
    }

    Map<String, Attribute> attributes() {
      int pad = dilation * (kernel / 2);
      return Map.of(
          "kernel_shape", Attribute.ofInts(kernel, kernel),
          "strides", Attribute.ofInts(stride, stride),
          "dilations", Attribute.ofInts(dilation, dilation),
          "pads", Attribute.ofInts(pad, pad, pad, pad),
          "group", Attribute.of((long) groups));
    }
  }

  final NetworkBuilder net;
  private int constants;

  Layers(String name, long seed) {
    net = new NetworkBuilder(name, seed);
  }

  /** Images [batch, 3, 16, 16]. */
  String image() {
    return net.input("image", 3, SIZE, SIZE);
  }

  /** A convolution without bias, as before a normalisation. */
  String conv(String x, int in, int out, Window window) {
    String weight =
        net.weight(
            name("conv") + ".weight", out, in / window.groups(), window.kernel(), window.kernel());
    return net.op("Conv", window.attributes(), x, weight);
  }

  String biased(String x, int in, int out, Window window) {
    String stem = name("conv");
    String weight =
        net.weight(stem + ".weight", out, in / window.groups(), window.kernel(), window.kernel());
    return net.op("Conv", window.attributes(), x, weight, net.weight(stem + ".bias", out));
  }

  /** Convolution and BatchNorm, linear. */
  String convNorm(String x, int in, int out, Window window) {
    return net.batchNorm(conv(x, in, out, window), out);
  }

  /** Convolution, BatchNorm and ReLU. */
  String block(String x, int in, int out, Window window) {
    return net.relu(convNorm(x, in, out, window));
  }

  String silu(String x) {
    return net.op("Mul", x, net.op("Sigmoid", x));
  }

  String add(String a, String b) {
    return net.op("Add", a, b);
  }

  String concat(String... parts) {
    return net.op("Concat", CHANNELS, parts);
  }

  String maxPool(String x, int kernel, int stride) {
    return net.op("MaxPool", pool(kernel, stride), x);
  }

  String averagePool(String x, int kernel, int stride) {
    return net.op("AveragePool", pool(kernel, stride), x);
  }

  private static Map<String, Attribute> pool(int kernel, int stride) {
    int pad = (kernel - 1) / 2;
    return Map.of(
        "kernel_shape", Attribute.ofInts(kernel, kernel),
        "strides", Attribute.ofInts(stride, stride),
        "pads", Attribute.ofInts(pad, pad, pad, pad));
  }

  /** The mean over height and width, which stay as axes of 1. */
  String spatialMean(String x) {
    return net.op(
        "ReduceMean", Map.of("axes", Attribute.ofInts(2, 3), "keepdims", Attribute.of(1L)), x);
  }

  /** Squeeze and excite with ReLU; the gate is a sigmoid or a hard sigmoid. */
  String squeezeExcite(String x, int channels, int squeezed, String gate) {
    String mean = net.op("GlobalAveragePool", x);
    String inner = net.relu(biased(mean, channels, squeezed, Window.of(1)));
    return net.op("Mul", x, net.op(gate, biased(inner, squeezed, channels, Window.of(1))));
  }

  /** Global average pooling and a fully connected layer. */
  String classify(String x, int channels) {
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", x));
    return net.linear(pooled, channels, CLASSES);
  }

  String reshape(String x, long... target) {
    return net.op("Reshape", x, constant("shape", Tensor.vector(target)));
  }

  String transpose(String x, List<Long> permutation) {
    return net.op("Transpose", Map.of("perm", new Attribute.IntList(permutation)), x);
  }

  String channelsLast(String x) {
    return transpose(x, CHANNELS_LAST);
  }

  String channelsFirst(String x) {
    return transpose(x, CHANNELS_FIRST);
  }

  String scalar(String stem, float value) {
    return constant(stem, Tensor.scalar(value));
  }

  String constant(String stem, Tensor value) {
    return net.constant(name(stem), value);
  }

  /** A name that nothing has yet. */
  String name(String stem) {
    return stem + "." + constants++;
  }
}
