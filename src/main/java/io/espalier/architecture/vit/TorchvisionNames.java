package io.espalier.architecture.vit;

import io.espalier.architecture.assembly.LinearNames;
import java.util.List;

/**
 * The names of torchvision.
 *
 * @param oldMlp whether they are those before version 0.13
 */
record TorchvisionNames(boolean oldMlp) implements VitNames {
  static final String PATCHES = "conv_proj";
  static final String OLD_MLP = "encoder.layers.encoder_layer_0.mlp.linear_1.weight";

  @Override
  public LinearNames patches() {
    return LinearNames.of(PATCHES);
  }

  @Override
  public String classToken() {
    return "class_token";
  }

  @Override
  public String distillationToken() {
    return "distillation_token";
  }

  @Override
  public String positions() {
    return "encoder.pos_embedding";
  }

  @Override
  public String blocks() {
    return "encoder.layers.encoder_layer_";
  }

  @Override
  public Block block(int index) {
    String block = blocks() + index + ".";
    String attention = block + "self_attention.";
    return new Block(
        LinearNames.of(block + "ln_1"),
        List.of(new LinearNames(attention + "in_proj_weight", attention + "in_proj_bias")),
        LinearNames.of(attention + "out_proj"),
        LinearNames.of(block + "ln_2"),
        new Mlp(
            LinearNames.of(block + (oldMlp ? "mlp.linear_1" : "mlp.0")),
            LinearNames.of(block + (oldMlp ? "mlp.linear_2" : "mlp.3"))),
        block + "scale_1",
        block + "scale_2");
  }

  @Override
  public LinearNames norm() {
    return LinearNames.of("encoder.ln");
  }

  @Override
  public LinearNames pooledNorm() {
    return LinearNames.of("heads.norm");
  }

  @Override
  public LinearNames pooler() {
    return LinearNames.of("heads.pre_logits");
  }

  @Override
  public LinearNames head() {
    return LinearNames.of("heads.head");
  }

  @Override
  public LinearNames distillationHead() {
    return LinearNames.of("heads.distillation_head");
  }

  @Override
  public LinearNames classHead() {
    return head();
  }

  @Override
  public List<String> unsupported() {
    return List.of("conv_proj.0.0.weight");
  }

  @Override
  public double usualEpsilon() {
    return 1e-6;
  }

  @Override
  public boolean givesTokens() {
    return false;
  }

  @Override
  public String input() {
    return "input";
  }
}
