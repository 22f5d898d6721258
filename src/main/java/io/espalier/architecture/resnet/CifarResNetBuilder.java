package io.espalier.architecture.resnet;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.Activation;
import io.espalier.architecture.CifarResNetArchitecture;
import io.espalier.architecture.CifarResNetArchitecture.Shortcut;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.Window;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import java.util.List;

/** Builds the residual network for small images: a 3×3 convolution and three stages. */
public final class CifarResNetBuilder {
  private static final int STAGES = 3;
  private static final List<String> SHORTCUTS = List.of("shortcut", "downsample");

  private final CifarResNetArchitecture architecture;
  private final Assembly assembly;
  private final TensorSource source;
  private final ConvolutionLayers layers;
  private final Shortcut shortcut;

  private CifarResNetBuilder(CifarResNetArchitecture architecture, Assembly assembly) {
    this.architecture = architecture;
    this.assembly = assembly;
    this.source = assembly.source();
    this.layers = new ConvolutionLayers(assembly);
    this.shortcut = architecture.shortcut().orElseGet(this::foundShortcut);
  }

  /** The network; the width of every layer is that of its tensors. */
  public static ImportedModel build(
      CifarResNetArchitecture architecture, Assembly assembly, String format) {
    new CifarResNetBuilder(architecture, assembly).build();
    return assembly.build(architecture.type(), format);
  }

  private Shortcut foundShortcut() {
    boolean learned =
        SHORTCUTS.stream().anyMatch(name -> source.has("layer2.0." + name + ".0.weight"));
    return learned ? Shortcut.B : Shortcut.A;
  }

  private void build() {
    Features images = layers.images("input", "conv1", architecture.imageSize());
    Features x = relu("stem", convolution("conv1", "bn1", images, Window.centred(3, 1)));
    for (int stage = 1; stage <= STAGES; stage++) {
      x = stage("layer" + stage + ".", x, stage == 1 ? 1 : 2);
    }
    String head = source.has("fc.weight") ? "fc" : "linear";
    Features logits = layers.linear(head, layers.globalPool("pool", x));
    assembly.output("logits", logits.value(), logits.channels());
  }

  private Features stage(String blocks, Features input, int stride) {
    int depth = source.depth(blocks, architecture.depth(), source.count(blocks, "."));
    Features x = input;
    for (int i = 0; i < Math.max(1, depth); i++) {
      x = block(blocks + i, x, i == 0 ? stride : 1);
    }
    return x;
  }

  private Features block(String block, Features x, int stride) {
    Window first = Window.centred(3, stride);
    Features middle = relu(block + ".0", convolution(block + ".conv1", block + ".bn1", x, first));
    Features y = convolution(block + ".conv2", block + ".bn2", middle, Window.centred(3, 1));
    boolean changes = stride != 1 || x.channels() != y.channels();
    Features passed = changes ? shortcut(block, x, y.channels(), stride) : x;
    return relu(block, layers.sum(block + ".add", y, passed));
  }

  private Features shortcut(String block, Features x, long channels, int stride) {
    return switch (shortcut) {
      case A -> padded(block + ".shortcut", x, channels, stride);
      case B -> {
        String name = source.has(block + ".downsample.0.weight") ? "downsample" : "shortcut";
        String module = block + "." + name;
        yield convolution(module + ".0", module + ".1", x, Window.centred(1, stride));
      }
    };
  }

  /** Every second pixel, with half of the missing channels before and half after, all zero. */
  private Features padded(String name, Features x, long channels, int stride) {
    String kept =
        assembly.op(
            name + ".pixels",
            "Slice",
            x.value(),
            assembly.constant(name + ".starts", Tensor.vector(0, 0)),
            assembly.constant(name + ".ends", Tensor.vector(Long.MAX_VALUE, Long.MAX_VALUE)),
            assembly.constant(name + ".axes", Tensor.vector(2, 3)),
            assembly.constant(name + ".steps", Tensor.vector(stride, stride)));
    if (x.channels() == ANY || channels == ANY || channels <= x.channels()) {
      return new Features(kept, x.channels());
    }
    long missing = channels - x.channels();
    long before = missing / 2;
    Tensor pads = Tensor.vector(0, before, 0, 0, 0, missing - before, 0, 0);
    String padded = assembly.op(name, "Pad", kept, assembly.constant(name + ".pads", pads));
    return new Features(padded, channels);
  }

  private Features convolution(String name, String norm, Features x, Window window) {
    return layers.batchNorm(norm, layers.convolution(name, x, window));
  }

  private Features relu(String name, Features x) {
    return layers.activation(name + ".relu", Activation.RELU, x);
  }
}
