package io.espalier.architecture.resnet;

import io.espalier.architecture.assembly.TensorSource;

/** The names of torchvision, and of timm's networks of the same form. */
record TorchvisionNames() implements ResNetNames {
  static final String STEM = "conv1";

  @Override
  public ConvolutionNames stem() {
    return new ConvolutionNames(STEM, "bn1");
  }

  @Override
  public int stages(TensorSource source) {
    return Math.max(0, source.count("layer", ".") - 1);
  }

  @Override
  public String blocks(int stage) {
    return "layer" + (stage + 1) + ".";
  }

  @Override
  public ConvolutionNames convolution(String block, int index) {
    int number = index + 1;
    return new ConvolutionNames(block + ".conv" + number, block + ".bn" + number);
  }

  @Override
  public ConvolutionNames shortcut(String block) {
    return new ConvolutionNames(block + ".downsample.0", block + ".downsample.1");
  }

  @Override
  public String head() {
    return "fc";
  }

  @Override
  public boolean mayBeHeadless() {
    return false;
  }

  @Override
  public String input() {
    return "input";
  }
}
