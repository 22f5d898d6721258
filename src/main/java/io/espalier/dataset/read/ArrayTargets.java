package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.array.NumberArray;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Optional;

/**
 * The targets of an array.
 *
 * <ul>
 *   <li>classification: {@code [N]} or {@code [N, 1]}, whole numbers
 *   <li>regression: {@code [N]} or {@code [N, K]}
 *   <li>segmentation: {@code [N, H, W]} beside inputs of that size
 *   <li>sequence: {@code [N, T]} beside inputs of that length
 * </ul>
 */
record ArrayTargets(NumberArray array, DatasetTask task, ClassRange range) {

  /**
   * Decides what the targets are.
   *
   * @throws EspalierException [array-shape], [task-mismatch], [label-count]
   */
  static ArrayTargets of(
      NumberArray array, ArrayInputs inputs, Optional<DatasetTask> wanted, ClassRange range) {
    if (array.samples() != inputs.array().samples()) {
      throw DatasetFault.at(
          "entry " + array.name(),
          "label-count",
          "The targets (%s) are %d, the inputs %d; each input needs one target."
              .formatted(
                  DatasetFault.quote(array.name()), array.samples(), inputs.array().samples()));
    }
    DatasetTask task =
        wanted.or(() -> natural(array, inputs)).orElseThrow(() -> shape(array, inputs));
    if (!fits(task, array, inputs)) {
      throw shape(array, inputs);
    }
    return new ArrayTargets(array, task, range);
  }

  private static Optional<DatasetTask> natural(NumberArray array, ArrayInputs inputs) {
    if (array.type().isReal()) {
      return Optional.of(DatasetTask.REGRESSION);
    }
    return List.of(DatasetTask.CLASSIFICATION, DatasetTask.SEGMENTATION, DatasetTask.SEQUENCE)
        .stream()
        .filter(task -> fits(task, array, inputs))
        .findFirst();
  }

  private static boolean fits(DatasetTask task, NumberArray array, ArrayInputs inputs) {
    List<Long> dims = array.sampleDims();
    return switch (task) {
      case CLASSIFICATION -> dims.isEmpty() || dims.equals(List.of(1L)) && !inputs.isOneStep();
      case REGRESSION -> dims.size() < 2 && !dims.contains(0L);
      case SEGMENTATION -> dims.size() == 2 && dims.equals(inputs.places()) && isWhole(array);
      case SEQUENCE -> dims.size() == 1 && dims.equals(inputs.places()) && isWhole(array);
    };
  }

  private static boolean isWhole(NumberArray array) {
    return !array.type().isReal();
  }

  private static EspalierException shape(NumberArray array, ArrayInputs inputs) {
    return DatasetFault.at(
        "entry " + array.name(),
        "array-shape",
        "The targets (%s) of shape %s do not fit the task and inputs of shape %s."
            .formatted(DatasetFault.quote(array.name()), array.dims(), inputs.array().dims()));
  }

  Target read(int sample) {
    String place = ArrayInputs.place(array, sample);
    return switch (task) {
      case CLASSIFICATION -> new Target.OfClass(label(sample, place));
      case REGRESSION -> values(sample, place);
      case SEGMENTATION -> pixels(sample, place);
      case SEQUENCE -> steps(sample, place);
    };
  }

  private int label(int sample, String place) {
    return array.type().isReal()
        ? range.check(array.number(sample, 0), place)
        : range.check(array.integer(sample, 0), place);
  }

  private Target.OfValues values(int sample, String place) {
    float[] values = new float[Math.toIntExact(array.sampleElements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ArrayInputs.finite((float) array.number(sample, i), place);
    }
    return new Target.OfValues(values);
  }

  private Target.OfPixels pixels(int sample, String place) {
    byte[] classes = new byte[Math.toIntExact(array.sampleElements())];
    ClassRange pixelRange = new ClassRange(Math.min(range.below(), Target.OfPixels.IGNORED));
    for (int i = 0; i < classes.length; i++) {
      long label = array.integer(sample, i);
      classes[i] =
          (byte) (label == Target.OfPixels.IGNORED ? label : pixelRange.check(label, place));
    }
    return new Target.OfPixels(
        Math.toIntExact(array.dims().get(1)), Math.toIntExact(array.dims().get(2)), classes);
  }

  private Target.OfSteps steps(int sample, String place) {
    long[] classes = new long[Math.toIntExact(array.sampleElements())];
    for (int i = 0; i < classes.length; i++) {
      long label = array.integer(sample, i);
      classes[i] = label == Target.OfSteps.IGNORED ? label : range.check(label, place);
    }
    return new Target.OfSteps(classes);
  }
}
