package io.espalier.architecture;

import java.util.List;
import java.util.Optional;

/**
 * VGG as torchvision names its tensors: {@code features.0.weight} and so on.
 *
 * <p>Source: Simonyan and Zisserman, ICLR 2015.
 *
 * @param depths convolutions of each stage; when empty, the gaps in the numbers of the tensors tell
 *     them
 * @param batchNorm whether one follows each convolution; when absent, the tensors tell it
 * @param imageSize height and width of the image
 */
public record VggArchitecture(List<Integer> depths, Optional<Boolean> batchNorm, int imageSize)
    implements Architecture {
  public VggArchitecture {
    depths = List.copyOf(depths);
  }

  @Override
  public String type() {
    return "vgg";
  }
}
