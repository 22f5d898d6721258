package io.espalier.architecture.vit;

import io.espalier.architecture.assembly.LinearNames;
import java.util.List;

/** The names of timm, which are those of the original DeiT too. */
record TimmNames() implements VitNames {
  static final String PATCHES = "patch_embed.proj";

  @Override
  public LinearNames patches() {
    return LinearNames.of(PATCHES);
  }

  @Override
  public String classToken() {
    return "cls_token";
  }

  @Override
  public String distillationToken() {
    return "dist_token";
  }

  @Override
  public String positions() {
    return "pos_embed";
  }

  @Override
  public String blocks() {
    return "blocks.";
  }

  @Override
  public Block block(int index) {
    String block = blocks() + index + ".";
    return new Block(
        LinearNames.of(block + "norm1"),
        List.of(LinearNames.of(block + "attn.qkv")),
        LinearNames.of(block + "attn.proj"),
        LinearNames.of(block + "norm2"),
        new Mlp(LinearNames.of(block + "mlp.fc1"), LinearNames.of(block + "mlp.fc2")),
        block + "ls1.gamma",
        block + "ls2.gamma");
  }

  @Override
  public LinearNames norm() {
    return LinearNames.of("norm");
  }

  @Override
  public LinearNames pooledNorm() {
    return LinearNames.of("fc_norm");
  }

  @Override
  public LinearNames pooler() {
    return LinearNames.of("pre_logits.fc");
  }

  @Override
  public LinearNames head() {
    return LinearNames.of("head");
  }

  @Override
  public LinearNames distillationHead() {
    return LinearNames.of("head_dist");
  }

  @Override
  public LinearNames classHead() {
    return head();
  }

  @Override
  public List<String> unsupported() {
    return List.of(
        "reg_token",
        "norm_pre.weight",
        "blocks.0.attn.q_norm.weight",
        "blocks.0.gamma_1",
        "blocks.0.mlp.fc1_g.weight",
        "blocks.0.mlp.w12.weight",
        "attn_pool.q.weight");
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
