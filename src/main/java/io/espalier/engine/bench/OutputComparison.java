package io.espalier.engine.bench;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.stream.LongStream;

/** Compares two lists of outputs, element by element and sample by sample. */
final class OutputComparison {
  private OutputComparison() {}

  static Agreement compare(List<Tensor> reference, List<Tensor> actual) {
    requireSameTypes(reference, actual);
    double absolute = 0;
    double relative = 0;
    for (int i = 0; i < reference.size(); i++) {
      double error = maximumError(reference.get(i), actual.get(i));
      absolute = worse(absolute, error);
      relative = worse(relative, relative(error, maximumMagnitude(reference.get(i))));
    }
    return bySample(
        Samples.of(reference.getFirst()), Samples.of(actual.getFirst()), absolute, relative);
  }

  private static Agreement bySample(
      Samples reference, Samples actual, double absolute, double relative) {
    int same = 0;
    double cosines = 0;
    for (int sample = 0; sample < reference.count(); sample++) {
      same += reference.largest(sample) == actual.largest(sample) ? 1 : 0;
      cosines += reference.cosine(actual, sample);
    }
    double samples = Math.max(1, reference.count());
    return new Agreement(reference.count(), absolute, relative, same / samples, cosines / samples);
  }

  private static void requireSameTypes(List<Tensor> reference, List<Tensor> actual) {
    List<String> expected = reference.stream().map(Tensor::toString).toList();
    List<String> found = actual.stream().map(Tensor::toString).toList();
    if (expected.isEmpty() || !expected.equals(found)) {
      throw new EspalierException(
          ErrorCode.VERIFICATION_FAILED,
          "The outputs (%s) cannot be compared with those of the reference (%s)."
              .formatted(String.join(", ", found), String.join(", ", expected)));
    }
  }

  private static double maximumError(Tensor reference, Tensor actual) {
    double maximum = 0;
    for (long i = 0; i < reference.elements(); i++) {
      maximum = worse(maximum, difference(reference.doubleAt(i), actual.doubleAt(i)));
    }
    return maximum;
  }

  /** Equal infinities and two NaNs agree; a NaN against a number is infinitely wrong. */
  private static double difference(double reference, double actual) {
    if (Double.compare(reference, actual) == 0) {
      return 0;
    }
    double difference = Math.abs(reference - actual);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  private static double maximumMagnitude(Tensor tensor) {
    return LongStream.range(0, tensor.elements())
        .mapToDouble(i -> Math.abs(tensor.doubleAt(i)))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static double relative(double error, double magnitude) {
    return error == 0 ? 0 : error / magnitude;
  }

  private static double worse(double one, double other) {
    return Math.max(one, other);
  }
}
