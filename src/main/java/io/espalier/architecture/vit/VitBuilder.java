package io.espalier.architecture.vit;

import io.espalier.architecture.Pooling;
import io.espalier.architecture.VitArchitecture;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.Attention;
import io.espalier.architecture.assembly.Extents;
import io.espalier.architecture.assembly.LinearNames;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.TokenLayers;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a vision transformer with a norm before each attention and each MLP. */
public final class VitBuilder {
  private final VitArchitecture architecture;
  private final Assembly assembly;
  private final TensorSource source;
  private final TokenLayers layers;
  private final VitNames names;
  private final long width;

  private VitBuilder(VitArchitecture architecture, Assembly assembly, VitNames names) {
    this.architecture = architecture;
    this.assembly = assembly;
    this.source = assembly.source();
    this.layers = new TokenLayers(assembly, architecture.epsilon().orElse(names.usualEpsilon()));
    this.names = names;
    this.width =
        source.width(
            names.patches().weight(), 0, architecture.extents().width(), architecture.heads());
  }

  /** The network, with the logits as output; without a head, the features before it. */
  public static ImportedModel build(
      VitArchitecture architecture, Assembly assembly, String format) {
    Optional<VitNames> names = VitNames.of(assembly.source());
    if (names.isPresent()) {
      new VitBuilder(architecture, assembly, names.get()).build();
    } else {
      assembly.source().refuseNaming(architecture.type(), VitNames.MARKERS);
    }
    return assembly.build(architecture.type(), format);
  }

  private void build() {
    refuseUnsupported();
    VitTokens tokens = new VitTokens(assembly, names, architecture.extents(), width);
    String x = blocks(tokens.embed());
    if (source.has(names.norm()) || !source.has(names.pooledNorm())) {
      x = layers.layerNorm(names.norm(), x, width);
    }
    finish(x, tokens);
  }

  private void refuseUnsupported() {
    names.unsupported().stream()
        .filter(source::has)
        .forEach(
            name ->
                source.refuse(
                    "tensor[" + name + "]",
                    "architecture-variant",
                    "The tensor (%s) belongs to a variant of ViT that is not supported. Export the model as ONNX instead."
                        .formatted(name)));
  }

  private String blocks(String embedded) {
    int found = source.count(names.blocks(), ".");
    int depth = source.depth(names.blocks(), architecture.extents().depth(), found);
    String x = embedded;
    for (int i = 0; i < depth; i++) {
      x = block(names.blocks() + i, names.block(i), x);
    }
    return x;
  }

  private String block(String name, VitNames.Block block, String x) {
    String normed = layers.layerNorm(block.norm1(), x, width);
    String attended = attention(name + ".attention", block, normed);
    String middle =
        assembly.op(name + ".add1", "Add", x, scaled(name + ".scale1", block.scale1(), attended));
    String processed =
        layers.mlp(
            block.mlp().first(),
            block.mlp().second(),
            architecture.activation(),
            layers.layerNorm(block.norm2(), middle, width),
            width);
    return assembly.op(
        name + ".add2", "Add", middle, scaled(name + ".scale2", block.scale2(), processed));
  }

  private String attention(String name, VitNames.Block block, String x) {
    Attention attention = new Attention(assembly, architecture.heads(), width);
    List<LinearNames> linears = block.queryKeyValue();
    List<String> parts =
        linears.size() == 1
            ? attention.split(
                name + ".split", projected(linears.getFirst(), x, Extents.times(width, 3)))
            : linears.stream().map(linear -> projected(linear, x, width)).toList();
    return layers.linear(block.projection(), attention.apply(name, parts), width, width);
  }

  /** A layer whose bias is missing in every block of some networks. */
  private String projected(LinearNames linear, String x, long out) {
    boolean hasBias =
        names.block(0).queryKeyValue().stream().anyMatch(first -> source.has(first.bias()))
            || source.has(linear.bias());
    return hasBias
        ? layers.linear(linear, x, width, out)
        : layers.linearWithoutBias(linear, x, width, out);
  }

  private String scaled(String name, String scale, String x) {
    boolean hasScale = source.has(names.block(0).scale1()) || source.has(scale);
    return hasScale ? assembly.op(name, "Mul", x, assembly.weight(scale, width)) : x;
  }

  private void finish(String x, VitTokens tokens) {
    boolean headless = !source.has(names.head()) && !source.has(names.classHead());
    if (headless) {
      source.warn(
          "The tensor (%s) is not there: the network gives features instead of logits."
              .formatted(names.head().weight()));
    }
    if (headless && names.givesTokens()) {
      assembly.output("last_hidden_state", x, tokens.count(), width);
      if (source.has(names.pooler())) {
        String pooled = pooler(layers.token("pooler.token", x, 0));
        assembly.output("pooler_output", pooled, layers.outputWidth(names.pooler()));
      }
    } else if (source.has(names.distillationToken()) && source.has(names.classHead())) {
      output("logits", twoHeads(x), names.classHead());
    } else {
      String pooled = normed(pooled(x, tokens));
      String features = source.has(names.pooler()) ? pooler(pooled) : pooled;
      long featureWidth = source.has(names.pooler()) ? layers.outputWidth(names.pooler()) : width;
      if (headless) {
        assembly.output("features", features, featureWidth);
      } else {
        output("logits", layers.gemm(names.head(), features, featureWidth), names.head());
      }
    }
  }

  private void output(String name, String value, LinearNames head) {
    assembly.output(name, value, layers.outputWidth(head));
  }

  private String pooler(String x) {
    return assembly.op("pooler.tanh", "Tanh", layers.gemm(names.pooler(), x, width));
  }

  private String normed(String pooled) {
    return source.has(names.pooledNorm())
        ? layers.layerNorm(names.pooledNorm(), pooled, width)
        : pooled;
  }

  private String pooled(String x, VitTokens tokens) {
    boolean byMean = tokens.prefix() == 0 || source.has(names.pooledNorm());
    Pooling usual = byMean ? Pooling.AVERAGE : Pooling.TOKEN;
    return switch (architecture.pooling().orElse(usual)) {
      case TOKEN -> layers.token("pool", x, 0);
      case AVERAGE -> mean(tokens.withoutPrefix(x));
    };
  }

  private String mean(String patches) {
    Map<String, Attribute> overTokens =
        Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L));
    return assembly.op("pool", "ReduceMean", overTokens, patches);
  }

  private String twoHeads(String x) {
    String first = layers.gemm(names.classHead(), layers.token("pool", x, 0), width);
    String second =
        layers.gemm(names.distillationHead(), layers.token("pool_distilled", x, 1), width);
    String sum = assembly.op("heads.add", "Add", first, second);
    String half = assembly.constant("heads.half", Tensor.scalar(0.5f));
    return assembly.op("heads.mean", "Mul", sum, half);
  }
}
