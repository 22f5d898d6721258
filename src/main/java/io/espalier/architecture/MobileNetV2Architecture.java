package io.espalier.architecture;

/**
 * MobileNetV2 as torchvision names its tensors, of any width.
 *
 * <p>Source: Sandler et al., CVPR 2018.
 *
 * @param imageSize height and width of the image
 */
public record MobileNetV2Architecture(int imageSize) implements Architecture {
  @Override
  public String type() {
    return "mobilenet_v2";
  }
}
