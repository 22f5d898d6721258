package io.espalier.architecture;

import java.util.Optional;

/**
 * The residual network for small images of He et al., section 4.2: three stages of basic blocks.
 *
 * <p>Tensors are named {@code layer1.0.conv1.weight} and {@code linear.weight}, the shortcut of
 * option B {@code layer2.0.shortcut.0.weight}.
 *
 * @param depth blocks of each stage; when absent, the tensors tell it
 * @param shortcut when absent, the tensors tell it
 * @param imageSize height and width of the image
 */
public record CifarResNetArchitecture(
    Optional<Integer> depth, Optional<Shortcut> shortcut, int imageSize) implements Architecture {
  /** How a block that changes the width passes its input on; called options in the paper. */
  public enum Shortcut {
    /** Every second pixel, with zero channels on both sides. */
    A,
    /** A 1×1 convolution. */
    B
  }

  @Override
  public String type() {
    return "cifar_resnet";
  }
}
