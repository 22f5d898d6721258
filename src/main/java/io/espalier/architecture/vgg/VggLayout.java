package io.espalier.architecture.vgg;

import io.espalier.architecture.VggArchitecture;
import io.espalier.architecture.assembly.Extents;
import io.espalier.architecture.assembly.TensorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which numbers the convolutions of VGG have, and after which of them an image is halved.
 *
 * @param batchNorm whether one follows each convolution
 */
record VggLayout(List<Step> steps, boolean batchNorm) {
  /** A convolution by its number, and whether a pooling follows. */
  record Step(int number, boolean pools) {}

  VggLayout {
    steps = List.copyOf(steps);
  }

  /** The layout that a description states, or else the gaps between the numbers tell. */
  static VggLayout of(VggArchitecture architecture, TensorSource source) {
    boolean batchNorm =
        architecture.batchNorm().orElseGet(() -> source.has("features.1.running_mean"));
    return architecture.depths().isEmpty()
        ? found(source, batchNorm)
        : stated(architecture.depths(), batchNorm);
  }

  int pools() {
    return (int) steps.stream().filter(Step::pools).count();
  }

  private static VggLayout stated(List<Integer> depths, boolean batchNorm) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (int depth : depths) {
      for (int i = 1; i <= depth; i++) {
        steps.add(new Step(number, i == depth));
        number += modules(batchNorm);
      }
      number++;
    }
    return new VggLayout(steps, batchNorm);
  }

  private static VggLayout found(TensorSource source, boolean batchNorm) {
    List<Integer> numbers =
        LongStream.concat(LongStream.of(0), convolutions(source))
            .distinct()
            .mapToObj(Math::toIntExact)
            .toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.size(); i++) {
      steps.add(step(source, numbers.get(i), numbers.get(i + 1), batchNorm));
    }
    steps.add(new Step(numbers.getLast(), true));
    return new VggLayout(steps, batchNorm);
  }

  /** The numbers of tensors with four axes, which leaves those of a BatchNorm out. */
  private static LongStream convolutions(TensorSource source) {
    return source
        .numbers("features.", ".weight")
        .filter(number -> source.extent("features." + number + ".weight", 3) != Extents.ANY);
  }

  private static Step step(TensorSource source, int number, int next, boolean batchNorm) {
    int gap = next - number - modules(batchNorm);
    if (gap < 0 || gap > 1) {
      source.refuse(
          "tensor[features." + next + ".weight]",
          "architecture-missing-tensor",
          "Between the convolutions features.%d and features.%d stands something else than%s a ReLU and perhaps a pooling."
              .formatted(number, next, batchNorm ? " a BatchNorm," : ""));
    }
    return new Step(number, gap == 1);
  }

  /** A convolution, perhaps a BatchNorm, and a ReLU. */
  private static int modules(boolean batchNorm) {
    return batchNorm ? 3 : 2;
  }
}
