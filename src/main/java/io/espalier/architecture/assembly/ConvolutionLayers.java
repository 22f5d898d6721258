package io.espalier.architecture.assembly;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.Activation;
import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Layers over images, each called by the name PyTorch gives its module. */
public final class ConvolutionLayers {
  private static final float EPSILON = 1e-5f;
  private static final float RELU6_BOUND = 6;

  private final Assembly assembly;
  private final TensorSource source;
  private final Activations activations;

  public ConvolutionLayers(Assembly assembly) {
    this.assembly = assembly;
    this.source = assembly.source();
    this.activations = new Activations(assembly);
  }

  /** Square images with as many channels as the first convolution reads. */
  public Features images(String name, String firstConvolution, long size) {
    long channels = source.extent(firstConvolution + ".weight", 1);
    String value =
        assembly.input(
            name, ElementType.FLOAT, Dim.of(Math.max(1, channels)), Dim.of(size), Dim.of(size));
    return new Features(value, channels);
  }

  /**
   * A convolution.
   *
   * @param hasBias whether a tensor {@code name.bias} must be there
   */
  public Features convolution(
      String name, Features x, Window window, long groups, boolean hasBias) {
    String weight = name + ".weight";
    long out = source.extent(weight, 0);
    String kernel =
        assembly.weight(
            weight, ANY, Extents.part(x.channels(), groups), window.kernel(), window.kernel());
    Map<String, Attribute> attributes = window.attributes();
    attributes.put("group", Attribute.of(groups));
    String value =
        hasBias
            ? assembly.op(
                name, "Conv", attributes, x.value(), kernel, assembly.weight(name + ".bias", out))
            : assembly.op(name, "Conv", attributes, x.value(), kernel);
    return new Features(value, out);
  }

  /** A convolution of one group without bias. */
  public Features convolution(String name, Features x, Window window) {
    return convolution(name, x, window, 1, false);
  }

  /** A convolution of each channel by itself, without bias. */
  public Features depthwise(String name, Features x, Window window) {
    String weight = name + ".weight";
    String kernel = assembly.weight(weight, x.channels(), 1, window.kernel(), window.kernel());
    Map<String, Attribute> attributes = window.attributes();
    attributes.put("group", Attribute.of(Math.max(1, x.channels())));
    return new Features(assembly.op(name, "Conv", attributes, x.value(), kernel), x.channels());
  }

  public Features batchNorm(String name, Features x) {
    String value =
        assembly.op(
            name,
            "BatchNormalization",
            Map.of("epsilon", Attribute.of(EPSILON)),
            x.value(),
            assembly.weight(name + ".weight", x.channels()),
            assembly.weight(name + ".bias", x.channels()),
            assembly.weight(name + ".running_mean", x.channels()),
            assembly.weight(name + ".running_var", x.channels()));
    return new Features(value, x.channels());
  }

  public Features activation(String name, Activation activation, Features x) {
    return new Features(activations.apply(name, activation, x.value()), x.channels());
  }

  public Features relu6(String name, Features x) {
    String least = assembly.constant(name + ".min", Tensor.scalar(0));
    String most = assembly.constant(name + ".max", Tensor.scalar(RELU6_BOUND));
    return new Features(assembly.op(name, "Clip", x.value(), least, most), x.channels());
  }

  public Features maxPool(String name, Features x, Window window) {
    return new Features(assembly.op(name, "MaxPool", window.attributes(), x.value()), x.channels());
  }

  public Features averagePool(String name, Features x, Window window) {
    return new Features(
        assembly.op(name, "AveragePool", window.attributes(), x.value()), x.channels());
  }

  /** The sum of two values of one width. */
  public Features sum(String name, Features x, Features y) {
    if (x.channels() != y.channels() && x.channels() != ANY && y.channels() != ANY) {
      source.refuse(
          "tensor[" + name + "]",
          "architecture-wrong-shape",
          "The block (%s) adds %d channels to %d; its tensors must have one width."
              .formatted(name, y.channels(), x.channels()));
    }
    return new Features(assembly.op(name, "Add", x.value(), y.value()), x.channels());
  }

  /** The mean of each channel, as a matrix {@code [N, C]}. */
  public Features globalPool(String name, Features x) {
    String pooled = assembly.op(name, "GlobalAveragePool", x.value());
    return flatten(name + ".flatten", new Features(pooled, x.channels()), 1);
  }

  /** All positions of all channels, as a matrix {@code [N, C*positions]}. */
  public Features flatten(String name, Features x, long positions) {
    String flat = assembly.op(name, "Flatten", Map.of("axis", Attribute.of(1L)), x.value());
    return new Features(flat, Extents.times(x.channels(), positions));
  }

  /** A fully connected layer over a matrix {@code [N, in]}. */
  public Features linear(String name, Features x) {
    long out = source.extent(name + ".weight", 0);
    String value =
        assembly.op(
            name,
            "Gemm",
            Map.of("transB", Attribute.of(1L)),
            x.value(),
            assembly.weight(name + ".weight", ANY, x.channels()),
            assembly.weight(name + ".bias", out));
    return new Features(value, out);
  }
}
