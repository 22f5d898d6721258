package io.espalier.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A residual network for large images as torchvision, timm or Hugging Face transformers name its
 * tensors; wide ones and ResNeXt are ones.
 *
 * <p>Source: He et al., CVPR 2016; Xie et al., CVPR 2017.
 *
 * @param block when absent, the tensors tell it
 * @param depths blocks of each stage; when empty, the tensors tell them
 * @param groups of the 3×3 convolution of a bottleneck; when absent, the tensors tell it
 * @param strides where the extents of a stage are halved
 * @param activation after every sum and between convolutions
 * @param imageSize height and width of the image
 */
public record ResNetArchitecture(
    Optional<Block> block,
    List<Integer> depths,
    Optional<Integer> groups,
    Strides strides,
    Activation activation,
    int imageSize)
    implements Architecture {
  public ResNetArchitecture {
    depths = List.copyOf(depths);
  }

  /** What one residual branch is made of. */
  public enum Block {
    /** Two 3×3 convolutions. */
    BASIC,
    /** 1×1, 3×3, 1×1. */
    BOTTLENECK;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where the extents of a stage are halved.
   *
   * @param inFirstStage whether the first stage halves them too
   * @param inFirstConvolution whether a bottleneck halves them in its first convolution, as the
   *     paper does, instead of the 3×3 one
   */
  public record Strides(boolean inFirstStage, boolean inFirstConvolution) {
    /** As torchvision does it. */
    public static Strides usual() {
      return new Strides(false, false);
    }
  }

  @Override
  public String type() {
    return "resnet";
  }
}
