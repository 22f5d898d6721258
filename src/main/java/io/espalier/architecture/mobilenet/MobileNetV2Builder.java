package io.espalier.architecture.mobilenet;

import io.espalier.architecture.MobileNetV2Architecture;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.Window;
import io.espalier.format.ImportedModel;
import java.util.List;

/** Builds MobileNetV2: inverted residuals with strides as in table 2 of the paper. */
public final class MobileNetV2Builder {
  private static final List<Integer> STRIDES =
      List.of(1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1);
  private static final Window POINT = Window.centred(1, 1);

  private final Assembly assembly;
  private final ConvolutionLayers layers;

  private MobileNetV2Builder(Assembly assembly) {
    this.assembly = assembly;
    this.layers = new ConvolutionLayers(assembly);
  }

  /** The network; the width of every layer is that of its tensors. */
  public static ImportedModel build(
      MobileNetV2Architecture architecture, Assembly assembly, String format) {
    new MobileNetV2Builder(assembly).build(architecture.imageSize());
    return assembly.build(architecture.type(), format);
  }

  private void build(int imageSize) {
    Features images = layers.images("input", "features.0.0", imageSize);
    Features x = convolution("features.0", images, Window.centred(3, 2));
    for (int i = 0; i < STRIDES.size(); i++) {
      x = block("features." + (i + 1), x, STRIDES.get(i));
    }
    Features last = convolution("features." + (STRIDES.size() + 1), x, POINT);
    Features logits = layers.linear("classifier.1", layers.globalPool("pool", last));
    assembly.output("logits", logits.value(), logits.channels());
  }

  private Features block(String name, Features x, int stride) {
    TensorSource source = assembly.source();
    boolean expands = source.has(name + ".conv.1.0.weight") || source.has(name + ".conv.3.weight");
    Features wide = expands ? convolution(name + ".conv.0", x, POINT) : x;
    int depthwise = expands ? 1 : 0;
    Features filtered = depthwise(name + ".conv." + depthwise, wide, Window.centred(3, stride));
    Features narrow = layers.convolution(name + ".conv." + (depthwise + 1), filtered, POINT);
    Features y = layers.batchNorm(name + ".conv." + (depthwise + 2), narrow);
    boolean residual = stride == 1 && x.channels() == y.channels();
    return residual ? layers.sum(name + ".add", x, y) : y;
  }

  private Features convolution(String name, Features x, Window window) {
    return normed(name, layers.convolution(name + ".0", x, window));
  }

  private Features depthwise(String name, Features x, Window window) {
    return normed(name, layers.depthwise(name + ".0", x, window));
  }

  private Features normed(String name, Features x) {
    return layers.relu6(name + ".2", layers.batchNorm(name + ".1", x));
  }
}
