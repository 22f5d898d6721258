package io.espalier.architecture.resnet;

import io.espalier.architecture.assembly.TensorSource;

/**
 * The names of Hugging Face transformers.
 *
 * @param prefix {@code resnet.} below a head, else empty
 */
record HuggingFaceNames(String prefix) implements ResNetNames {
  static final String STEM = "embedder.embedder.convolution";

  @Override
  public ConvolutionNames stem() {
    return named(prefix + "embedder.embedder");
  }

  @Override
  public int stages(TensorSource source) {
    return source.count(prefix + "encoder.stages.", ".");
  }

  @Override
  public String blocks(int stage) {
    return prefix + "encoder.stages." + stage + ".layers.";
  }

  @Override
  public ConvolutionNames convolution(String block, int index) {
    return named(block + ".layer." + index);
  }

  @Override
  public ConvolutionNames shortcut(String block) {
    return named(block + ".shortcut");
  }

  private static ConvolutionNames named(String module) {
    return new ConvolutionNames(module + ".convolution", module + ".normalization");
  }

  @Override
  public String head() {
    return "classifier.1";
  }

  @Override
  public boolean mayBeHeadless() {
    return true;
  }

  @Override
  public String input() {
    return "pixel_values";
  }
}
