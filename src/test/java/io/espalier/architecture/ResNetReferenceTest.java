package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small residual networks against loops. */
class ResNetReferenceTest {
  private static final int IMAGE = 32;
  private static final long SEED = 11;

  private final RandomTensors tensors = new RandomTensors(SEED);

  @ParameterizedTest
  @CsvSource({"8, 1, false", "8, 4, false", "16, 2, false", "8, 1, true"})
  void bottlenecksComputeWhatTheLoopsCompute(int inner, int groups, boolean early) {
    stem();
    bottleneck("layer1.0", 8, inner, 16, groups);
    bottleneck("layer1.1", 16, inner, 16, groups);
    bottleneck("layer2.0", 16, 2 * inner, 24, groups);
    tensors.linear("fc", 5, 24);
    Tensor images = tensors.draw(0, 1, 2, 3, IMAGE, IMAGE);

    PlainArray x = stem(PlainArray.of(images));
    x = bottleneck(x, "layer1.0", 1, groups, early);
    x = bottleneck(x, "layer1.1", 1, groups, early);
    x = bottleneck(x, "layer2.0", 2, groups, early);
    PlainArray logits = tensors.linear(x.adaptivePool(1).reshape(2, 24), "fc");

    String architecture =
        "{\"type\":\"resnet\",\"imageSize\":32,\"strideInFirstConvolution\":%s}".formatted(early);
    ImportedModel model = ArchitectureFixtures.build(tensors.all(), architecture);
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void basicBlocksOfAnyWidthComputeWhatTheLoopsCompute() {
    stem();
    basic("layer1.0", 8, 5, 8);
    basic("layer2.0", 8, 7, 12);
    tensors.linear("fc", 5, 12);
    Tensor images = tensors.draw(0, 1, 1, 3, IMAGE, IMAGE);

    PlainArray x = basic(basic(stem(PlainArray.of(images)), "layer1.0", 1), "layer2.0", 2);
    PlainArray logits = tensors.linear(x.adaptivePool(1).reshape(1, 12), "fc");

    ImportedModel model =
        ArchitectureFixtures.build(tensors.all(), "{\"type\":\"resnet\",\"imageSize\":32}");
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
  }

  @Test
  void aCifarNetworkOfOptionBComputesWhatTheLoopsCompute() {
    tensors.weight("conv1.weight", 4, 3, 3, 3).batchNorm("bn1", 4);
    twoConvolutions("layer1.0", 4, 4, 4);
    twoConvolutions("layer2.0", 4, 6, 6);
    twoConvolutions("layer3.0", 6, 8, 8);
    tensors.weight("layer2.0.shortcut.0.weight", 6, 4, 1, 1).batchNorm("layer2.0.shortcut.1", 6);
    tensors.weight("layer3.0.shortcut.0.weight", 8, 6, 1, 1).batchNorm("layer3.0.shortcut.1", 8);
    tensors.linear("linear", 5, 8);
    Tensor images = tensors.draw(0, 1, 2, 3, 16, 16);

    PlainArray x = convolution(PlainArray.of(images), "conv1", "bn1", 1, 1).relu();
    x = twoConvolutions(x, "layer1.0", 1).plus(x).relu();
    x = twoConvolutions(x, "layer2.0", 2).plus(shortcut(x, "layer2.0.shortcut")).relu();
    x = twoConvolutions(x, "layer3.0", 2).plus(shortcut(x, "layer3.0.shortcut")).relu();
    PlainArray logits = tensors.linear(x.adaptivePool(1).reshape(2, 8), "linear");

    Map<String, Tensor> all = tensors.all();
    String architecture = "{\"type\":\"cifar_resnet\",\"imageSize\":16}";
    ImportedModel model = ArchitectureFixtures.build(all, architecture);
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
  }

  private void stem() {
    tensors.weight("conv1.weight", 8, 3, 7, 7).batchNorm("bn1", 8);
  }

  private PlainArray stem(PlainArray x) {
    PlainArray y = x.conv(tensors.get("conv1.weight"), 2, 3, 1);
    return tensors.batchNorm(y, "bn1").relu().maxPool(3, 2, 1);
  }

  private void bottleneck(String block, int in, int inner, int out, int groups) {
    tensors.weight(block + ".conv1.weight", inner, in, 1, 1).batchNorm(block + ".bn1", inner);
    tensors.weight(block + ".conv2.weight", inner, inner / groups, 3, 3);
    tensors.batchNorm(block + ".bn2", inner);
    tensors.weight(block + ".conv3.weight", out, inner, 1, 1).batchNorm(block + ".bn3", out);
    if (in != out) {
      tensors.weight(block + ".downsample.0.weight", out, in, 1, 1);
      tensors.batchNorm(block + ".downsample.1", out);
    }
  }

  private PlainArray bottleneck(PlainArray x, String block, int stride, int groups, boolean early) {
    PlainArray y = convolution(x, block + ".conv1", block + ".bn1", early ? stride : 1, 1).relu();
    y = convolution(y, block + ".conv2", block + ".bn2", early ? 1 : stride, groups).relu();
    y = convolution(y, block + ".conv3", block + ".bn3", 1, 1);
    return y.plus(downsample(x, block, stride)).relu();
  }

  private void basic(String block, int in, int inner, int out) {
    twoConvolutions(block, in, inner, out);
    if (in != out) {
      tensors.weight(block + ".downsample.0.weight", out, in, 1, 1);
      tensors.batchNorm(block + ".downsample.1", out);
    }
  }

  private void twoConvolutions(String block, int in, int inner, int out) {
    tensors.weight(block + ".conv1.weight", inner, in, 3, 3).batchNorm(block + ".bn1", inner);
    tensors.weight(block + ".conv2.weight", out, inner, 3, 3).batchNorm(block + ".bn2", out);
  }

  private PlainArray basic(PlainArray x, String block, int stride) {
    return twoConvolutions(x, block, stride).plus(downsample(x, block, stride)).relu();
  }

  private PlainArray twoConvolutions(PlainArray x, String block, int stride) {
    PlainArray y = convolution(x, block + ".conv1", block + ".bn1", stride, 1).relu();
    return convolution(y, block + ".conv2", block + ".bn2", 1, 1);
  }

  private PlainArray downsample(PlainArray x, String block, int stride) {
    return tensors.all().containsKey(block + ".downsample.0.weight")
        ? convolution(x, block + ".downsample.0", block + ".downsample.1", stride, 1)
        : x;
  }

  private PlainArray shortcut(PlainArray x, String module) {
    return convolution(x, module + ".0", module + ".1", 2, 1);
  }

  private PlainArray convolution(PlainArray x, String name, String norm, int stride, int groups) {
    PlainArray weight = tensors.get(name + ".weight");
    int padding = weight.shape()[2] / 2;
    return tensors.batchNorm(x.conv(weight, stride, padding, groups), norm);
  }
}
