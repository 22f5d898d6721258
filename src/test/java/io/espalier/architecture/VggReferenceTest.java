package io.espalier.architecture;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small networks of VGG's form against loops. */
class VggReferenceTest {
  private static final long SEED = 12;

  private final RandomTensors tensors = new RandomTensors(SEED);

  /** Image sizes for which the last pooling does nothing, divides evenly, overlaps and repeats. */
  @ParameterizedTest
  @CsvSource({"12, false", "24, false", "20, true", "8, true", "12, true"})
  void computesWhatTheLoopsCompute(int image, boolean batchNorm) {
    int step = batchNorm ? 3 : 2;
    int second = step + 1;
    int third = second + step;
    convolution(0, 6, 3, batchNorm);
    convolution(second, 8, 6, batchNorm);
    convolution(third, 8, 8, batchNorm);
    tensors.linear("classifier.0", 10, 8 * 9).linear("classifier.3", 10, 10);
    tensors.linear("classifier.6", 4, 10);
    Tensor images = tensors.draw(0, 1, 2, 3, image, image);

    PlainArray x = apply(PlainArray.of(images), 0, batchNorm).maxPool(2, 2, 0);
    x = apply(apply(x, second, batchNorm), third, batchNorm).maxPool(2, 2, 0);
    x = tensors.linear(x.adaptivePool(3).reshape(2, 8 * 9), "classifier.0").relu();
    PlainArray logits = tensors.linear(tensors.linear(x, "classifier.3").relu(), "classifier.6");

    String architecture = "{\"type\":\"vgg\",\"imageSize\":%d}".formatted(image);
    ImportedModel model = ArchitectureFixtures.build(tensors.all(), architecture);
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
  }

  @Test
  void aNamedNetworkHasItsLayersWhereTorchvisionHasThem() {
    int[] numbers = {0, 3, 6, 8, 11, 13, 16, 18};
    boolean[] pools = {true, true, false, true, false, true, false, true};
    for (int i = 0; i < numbers.length; i++) {
      convolution(numbers[i], 4, i == 0 ? 3 : 4, false);
    }
    tensors.linear("classifier.0", 6, 4 * 49).linear("classifier.3", 6, 6);
    tensors.linear("classifier.6", 5, 6);
    Tensor images = tensors.draw(0, 1, 1, 3, 64, 64);

    PlainArray x = PlainArray.of(images);
    for (int i = 0; i < numbers.length; i++) {
      x = apply(x, numbers[i], false);
      x = pools[i] ? x.maxPool(2, 2, 0) : x;
    }
    x = tensors.linear(x.adaptivePool(7).reshape(1, 4 * 49), "classifier.0").relu();
    PlainArray logits = tensors.linear(tensors.linear(x, "classifier.3").relu(), "classifier.6");

    ImportedModel model =
        ArchitectureFixtures.build(tensors.all(), "{\"type\":\"vgg11\",\"imageSize\":64}");
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
  }

  private void convolution(int number, int out, int in, boolean batchNorm) {
    tensors.weight("features." + number + ".weight", out, in, 3, 3);
    tensors.weight("features." + number + ".bias", out);
    if (batchNorm) {
      tensors.batchNorm("features." + (number + 1), out);
    }
  }

  private PlainArray apply(PlainArray x, int number, boolean batchNorm) {
    PlainArray y =
        x.conv(tensors.get("features." + number + ".weight"), 1, 1, 1)
            .plusChannels(tensors.get("features." + number + ".bias"));
    return (batchNorm ? tensors.batchNorm(y, "features." + (number + 1)) : y).relu();
  }
}
