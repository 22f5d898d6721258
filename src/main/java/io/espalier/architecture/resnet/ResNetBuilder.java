package io.espalier.architecture.resnet;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.ResNetArchitecture;
import io.espalier.architecture.ResNetArchitecture.Block;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.LinearNames;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.Window;
import io.espalier.format.ImportedModel;
import java.util.List;
import java.util.Optional;

/** Builds a residual network with a 7×7 convolution and a pooling before its stages. */
public final class ResNetBuilder {
  private static final List<String> UNSUPPORTED =
      List.of("layer1.0.se.fc1.weight", "layer1.0.se.conv.weight", "layer1.0.conv2.conv.weight");

  private final ResNetArchitecture architecture;
  private final Assembly assembly;
  private final TensorSource source;
  private final ConvolutionLayers layers;
  private final ResNetNames names;
  private final Block kind;

  private ResNetBuilder(ResNetArchitecture architecture, Assembly assembly, ResNetNames names) {
    this.architecture = architecture;
    this.assembly = assembly;
    this.source = assembly.source();
    this.layers = new ConvolutionLayers(assembly);
    this.names = names;
    this.kind = architecture.block().orElseGet(this::foundKind);
  }

  /** The network; the width of every layer is that of its tensors. */
  public static ImportedModel build(
      ResNetArchitecture architecture, Assembly assembly, String format) {
    Optional<ResNetNames> names = ResNetNames.of(assembly.source());
    if (names.isPresent()) {
      new ResNetBuilder(architecture, assembly, names.get()).build();
    } else {
      assembly.source().refuseNaming(architecture.type(), ResNetNames.MARKERS);
    }
    return assembly.build(architecture.type(), format);
  }

  private Block foundKind() {
    String third = names.convolution(names.blocks(0) + 0, 2).convolution();
    return source.has(third + ".weight") ? Block.BOTTLENECK : Block.BASIC;
  }

  private void build() {
    UNSUPPORTED.stream().filter(source::has).forEach(this::refuseVariant);
    String stem = names.stem().convolution();
    Features images = layers.images(names.input(), stem, architecture.imageSize());
    Features x = active("stem", convolution(names.stem(), images, Window.centred(7, 2), 1));
    x = layers.maxPool("stem.pool", x, Window.centred(3, 2));
    int stages =
        architecture.depths().isEmpty() ? names.stages(source) : architecture.depths().size();
    for (int stage = 0; stage < stages; stage++) {
      x = stage(stage, x);
    }
    finish(layers.globalPool("pool", x));
  }

  private void refuseVariant(String tensor) {
    source.refuse(
        "tensor[" + tensor + "]",
        "architecture-variant",
        "The tensor (%s) belongs to a variant of ResNet that is not supported. Export the model as ONNX instead."
            .formatted(tensor));
  }

  private void finish(Features pooled) {
    if (names.mayBeHeadless() && !source.has(LinearNames.of(names.head()))) {
      source.warn(
          "The tensor (%s.weight) is not there: the network gives features instead of logits."
              .formatted(names.head()));
      assembly.output("features", pooled.value(), pooled.channels());
    } else {
      Features logits = layers.linear(names.head(), pooled);
      assembly.output("logits", logits.value(), logits.channels());
    }
  }

  private Features stage(int stage, Features input) {
    String blocks = names.blocks(stage);
    Optional<Integer> stated =
        architecture.depths().isEmpty()
            ? Optional.empty()
            : Optional.of(architecture.depths().get(stage));
    int depth = source.depth(blocks, stated, source.count(blocks, "."));
    boolean halves = stage > 0 || architecture.strides().inFirstStage();
    Features x = input;
    for (int i = 0; i < depth; i++) {
      x = block(blocks + i, x, i == 0 && halves ? 2 : 1);
    }
    return x;
  }

  private Features block(String block, Features x, int stride) {
    Features y =
        switch (kind) {
          case BASIC -> basic(block, x, stride);
          case BOTTLENECK -> bottleneck(block, x, stride);
        };
    return active(block, layers.sum(block + ".add", y, shortcut(block, x, y, stride)));
  }

  private Features basic(String block, Features x, int stride) {
    Features first = convolution(names.convolution(block, 0), x, Window.centred(3, stride), 1);
    Features middle = active(block + ".0", first);
    return convolution(names.convolution(block, 1), middle, Window.centred(3, 1), 1);
  }

  private Features bottleneck(String block, Features x, int stride) {
    boolean early = architecture.strides().inFirstConvolution();
    Features first =
        convolution(names.convolution(block, 0), x, Window.centred(1, early ? stride : 1), 1);
    Features narrow = active(block + ".0", first);
    ConvolutionNames middle = names.convolution(block, 1);
    Window window = Window.centred(3, early ? 1 : stride);
    Features filtered =
        active(block + ".1", convolution(middle, narrow, window, groups(middle, narrow)));
    return convolution(names.convolution(block, 2), filtered, Window.centred(1, 1), 1);
  }

  private long groups(ConvolutionNames convolution, Features x) {
    if (architecture.groups().isPresent()) {
      return architecture.groups().get();
    }
    long read = source.extent(convolution.convolution() + ".weight", 1);
    boolean divides = read > 0 && x.channels() != ANY && x.channels() % read == 0;
    return divides ? x.channels() / read : 1;
  }

  private Features shortcut(String block, Features x, Features y, int stride) {
    ConvolutionNames shortcut = names.shortcut(block);
    boolean needed = stride != 1 || x.channels() != y.channels();
    return needed || source.has(shortcut.convolution() + ".weight")
        ? convolution(shortcut, x, Window.centred(1, stride), 1)
        : x;
  }

  private Features convolution(
      ConvolutionNames convolution, Features x, Window window, long groups) {
    Features y = layers.convolution(convolution.convolution(), x, window, groups, false);
    return layers.batchNorm(convolution.norm(), y);
  }

  private Features active(String name, Features x) {
    return layers.activation(name + ".activation", architecture.activation(), x);
  }
}
