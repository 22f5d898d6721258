package io.espalier.architecture.bert;

import io.espalier.architecture.BertArchitecture;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.Attention;
import io.espalier.architecture.assembly.LinearNames;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.TokenLayers;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Dim;
import java.util.List;
import java.util.Optional;

/** Builds BERT, with a norm after each attention and each MLP. */
public final class BertBuilder {
  private final BertArchitecture architecture;
  private final Assembly assembly;
  private final TensorSource source;
  private final TokenLayers layers;
  private final BertNames names;
  private final long width;

  private BertBuilder(BertArchitecture architecture, Assembly assembly, BertNames names) {
    this.architecture = architecture;
    this.assembly = assembly;
    this.source = assembly.source();
    this.layers = new TokenLayers(assembly, architecture.epsilon());
    this.names = names;
    this.width = source.width(names.words(), 1, architecture.width(), architecture.heads());
  }

  /**
   * The network.
   *
   * <ul>
   *   <li>inputs {@code input_ids}, {@code attention_mask}, {@code token_type_ids}: {@code [batch,
   *       sequence]}
   *   <li>{@code logits}: {@code [batch, classes]}, or {@code [batch, sequence, classes]} of a
   *       classifier without a pooler
   *   <li>without a classifier {@code last_hidden_state}: {@code [batch, sequence, width]} and,
   *       where there is a pooler, {@code pooler_output}: {@code [batch, width]}
   * </ul>
   */
  public static ImportedModel build(
      BertArchitecture architecture, Assembly assembly, String format) {
    Optional<BertNames> names = BertNames.of(assembly.source());
    if (names.isPresent()) {
      new BertBuilder(architecture, assembly, names.get()).build();
    } else {
      assembly.source().refuseNaming(architecture.type(), BertNames.MARKERS);
    }
    return assembly.build(architecture.type(), format);
  }

  private void build() {
    BertTokens tokens = new BertTokens(assembly, names, width);
    String x = layers.layerNorm(names.embeddingNorm(), tokens.embed(), width);
    String mask = tokens.mask();
    int found = source.count(names.layers(), ".");
    int depth = source.depth(names.layers(), architecture.depth(), found);
    for (int i = 0; i < depth; i++) {
      x = layer(names.layer(i), x, mask);
    }
    finish(x);
  }

  private String layer(BertNames.Layer layer, String x, String mask) {
    String attended = attention(layer, x, mask);
    String middle =
        layers.layerNorm(
            layer.attentionNorm(), assembly.op(layer.name() + ".add1", "Add", attended, x), width);
    String processed =
        layers.mlp(layer.first(), layer.second(), architecture.activation(), middle, width);
    return layers.layerNorm(
        layer.norm(), assembly.op(layer.name() + ".add2", "Add", processed, middle), width);
  }

  private String attention(BertNames.Layer layer, String x, String mask) {
    List<String> parts =
        layer.queryKeyValue().stream()
            .map(linear -> layers.linear(linear, x, width, width))
            .toList();
    String context =
        new Attention(assembly, architecture.heads(), width)
            .apply(layer.name() + ".attention", parts, mask);
    return layers.linear(layer.projection(), context, width, width);
  }

  private void finish(String x) {
    if (!source.has(names.classifier())) {
      assembly.output("last_hidden_state", x, Dim.symbol(BertTokens.SEQUENCE), extent(width));
      if (source.has(names.pooler())) {
        assembly.output("pooler_output", pooled(x), layers.outputWidth(names.pooler()));
      }
      return;
    }
    long classes = layers.outputWidth(names.classifier());
    if (source.has(names.pooler())) {
      assembly.output("logits", layers.gemm(names.classifier(), pooled(x), width), classes);
    } else {
      String logits = layers.linear(names.classifier(), x, width, classes);
      assembly.output("logits", logits, Dim.symbol(BertTokens.SEQUENCE), extent(classes));
    }
  }

  private String pooled(String x) {
    LinearNames pooler = names.pooler();
    String first = layers.token("pooler.token", x, 0);
    return assembly.op("pooler.tanh", "Tanh", layers.gemm(pooler, first, width));
  }

  private static Dim extent(long extent) {
    return Dim.of(Math.max(0, extent));
  }
}
