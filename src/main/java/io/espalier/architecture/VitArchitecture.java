package io.espalier.architecture;

import java.util.Optional;

/**
 * A vision transformer as timm, torchvision or Hugging Face transformers name its tensors; DeiT and
 * its distilled form are ones.
 *
 * <p>Source: Dosovitskiy et al., ICLR 2021; Touvron et al., ICML 2021.
 *
 * @param heads of each attention; no tensor tells it
 * @param extents what tensors tell too
 * @param pooling when absent, the mean where a norm of the pooled vector or no class token is there
 * @param epsilon of every LayerNorm; when absent, that of the library whose names the tensors have
 * @param activation of the MLP
 */
public record VitArchitecture(
    int heads,
    Extents extents,
    Optional<Pooling> pooling,
    Optional<Double> epsilon,
    Activation activation)
    implements Architecture {

  /**
   * Extents that tensors tell too, and must agree with where they are given.
   *
   * @param depth number of blocks
   * @param width of a token
   * @param patchSize height and width of a patch
   * @param imageSize height and width of the image
   */
  public record Extents(
      Optional<Integer> depth,
      Optional<Integer> width,
      Optional<Integer> patchSize,
      Optional<Integer> imageSize) {}

  @Override
  public String type() {
    return "vit";
  }
}
