package io.espalier.architecture.vgg;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.Activation;
import io.espalier.architecture.VggArchitecture;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Extents;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.Window;
import io.espalier.format.ImportedModel;
import java.util.List;
import java.util.stream.Stream;

/** Builds VGG: stages of 3×3 convolutions, and fully connected layers over what remains. */
public final class VggBuilder {
  private static final int USUAL_SIDE = 7;

  private final VggArchitecture architecture;
  private final Assembly assembly;
  private final TensorSource source;
  private final ConvolutionLayers layers;
  private final VggLayout layout;

  private VggBuilder(VggArchitecture architecture, Assembly assembly) {
    this.architecture = architecture;
    this.assembly = assembly;
    this.source = assembly.source();
    this.layers = new ConvolutionLayers(assembly);
    this.layout = VggLayout.of(architecture, source);
  }

  /** The network; the width of every layer is that of its tensors. */
  public static ImportedModel build(
      VggArchitecture architecture, Assembly assembly, String format) {
    new VggBuilder(architecture, assembly).build();
    return assembly.build(architecture.type(), format);
  }

  private void build() {
    Features x = layers.images("input", "features.0", architecture.imageSize());
    for (VggLayout.Step step : layout.steps()) {
      x = convolution(step, x);
    }
    int side = architecture.imageSize() >> Math.min(layout.pools(), Integer.SIZE - 1);
    if (side == 0) {
      source.refuse(
          "tensors",
          "architecture-image-size",
          "The imageSize (%d) is halved %d times, which leaves nothing. Give a larger one."
              .formatted(architecture.imageSize(), layout.pools()));
      return;
    }
    finish(x, side);
  }

  private Features convolution(VggLayout.Step step, Features x) {
    String name = "features." + step.number();
    Features y = layers.convolution(name, x, Window.centred(3, 1), 1, true);
    if (layout.batchNorm()) {
      y = layers.batchNorm("features." + (step.number() + 1), y);
    }
    Features active = layers.activation(name + ".relu", Activation.RELU, y);
    return step.pools() ? layers.maxPool(name + ".pool", active, Window.tiled(2)) : active;
  }

  private void finish(Features x, int side) {
    List<String> linears = linears();
    int pooledSide = pooledSide(x, linears.getFirst());
    Features pooled = new AdaptivePool(assembly, side, pooledSide).apply("pool", x);
    Features y = layers.flatten("flatten", pooled, (long) pooledSide * pooledSide);
    for (String linear : linears) {
      y = layers.linear(linear, y);
      if (!linear.equals(linears.getLast())) {
        y = layers.activation(linear + ".relu", Activation.RELU, y);
      }
    }
    assembly.output("logits", y.value(), y.channels());
  }

  /** The fully connected layers: those of the paper, or whatever a network of no name has. */
  private List<String> linears() {
    if (source.has("classifier.weight")) {
      return List.of("classifier");
    }
    List<String> found =
        source.numbers("classifier.", ".weight").mapToObj(n -> "classifier." + n).toList();
    return architecture.depths().isEmpty() && !found.isEmpty()
        ? found
        : Stream.of(0, 3, 6).map(number -> "classifier." + number).toList();
  }

  /** The height and width for which the first fully connected layer is made. */
  private int pooledSide(Features x, String linear) {
    long positions = Extents.part(source.extent(linear + ".weight", 1), x.channels());
    int side = (int) Math.round(Math.sqrt(Math.max(0, positions)));
    boolean square = positions != ANY && side > 0 && (long) side * side == positions;
    return square ? side : USUAL_SIDE;
  }
}
