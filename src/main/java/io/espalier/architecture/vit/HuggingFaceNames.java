package io.espalier.architecture.vit;

import io.espalier.architecture.assembly.LinearNames;
import java.util.List;

/**
 * The names of Hugging Face transformers.
 *
 * @param prefix {@code vit.} or {@code deit.} below a head, else empty
 */
record HuggingFaceNames(String prefix) implements VitNames {
  static final String PATCHES = "embeddings.patch_embeddings.projection";

  @Override
  public LinearNames patches() {
    return LinearNames.of(prefix + PATCHES);
  }

  @Override
  public String classToken() {
    return prefix + "embeddings.cls_token";
  }

  @Override
  public String distillationToken() {
    return prefix + "embeddings.distillation_token";
  }

  @Override
  public String positions() {
    return prefix + "embeddings.position_embeddings";
  }

  @Override
  public String blocks() {
    return prefix + "encoder.layer.";
  }

  @Override
  public Block block(int index) {
    String block = blocks() + index + ".";
    String attention = block + "attention.attention.";
    return new Block(
        LinearNames.of(block + "layernorm_before"),
        List.of(
            LinearNames.of(attention + "query"),
            LinearNames.of(attention + "key"),
            LinearNames.of(attention + "value")),
        LinearNames.of(block + "attention.output.dense"),
        LinearNames.of(block + "layernorm_after"),
        new Mlp(
            LinearNames.of(block + "intermediate.dense"), LinearNames.of(block + "output.dense")),
        block + "layer_scale1.lambda1",
        block + "layer_scale2.lambda1");
  }

  @Override
  public LinearNames norm() {
    return LinearNames.of(prefix + "layernorm");
  }

  @Override
  public LinearNames pooledNorm() {
    return LinearNames.of(prefix + "pooler.layernorm");
  }

  @Override
  public LinearNames pooler() {
    return LinearNames.of(prefix + "pooler.dense");
  }

  @Override
  public LinearNames head() {
    return LinearNames.of("classifier");
  }

  @Override
  public LinearNames distillationHead() {
    return LinearNames.of("distillation_classifier");
  }

  @Override
  public LinearNames classHead() {
    return LinearNames.of("cls_classifier");
  }

  @Override
  public List<String> unsupported() {
    return List.of();
  }

  @Override
  public double usualEpsilon() {
    return 1e-12;
  }

  @Override
  public boolean givesTokens() {
    return true;
  }

  @Override
  public String input() {
    return "pixel_values";
  }
}
