package io.espalier.engine.evaluate;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/**
 * Where the scores of an answer lie in an output.
 *
 * @param samples N
 * @param positions answers of a sample: 1, H · W or T
 * @param classes scores of an answer
 * @param classesFirst whether the classes are outside the positions: {@code [N, K, H, W]}
 */
record Layout(int samples, int positions, int classes, boolean classesFirst) {

  /**
   * The layout of {@code [N, K]}, {@code [N, T, K]} or {@code [N, K, H, W]} for targets of {@code
   * [N]}, {@code [N, T]} or {@code [N, H, W]}.
   *
   * @throws EspalierException MODEL_NOT_RUNNABLE when output and targets do not belong together
   */
  static Layout of(Tensor output, Tensor targets) {
    int rank = output.rank();
    boolean last = rank == 3 && targets.rank() == 2;
    if (rank < 2 || !last && targets.rank() != rank - 1) {
      throw mismatch(output, targets);
    }
    int samples = Math.toIntExact(output.dim(0));
    int classes = Math.toIntExact(output.dim(last ? rank - 1 : 1));
    int positions = Math.toIntExact(output.elements() / Math.max(1, (long) samples * classes));
    if ((long) samples * positions != targets.elements()) {
      throw mismatch(output, targets);
    }
    return new Layout(samples, positions, classes, !last);
  }

  int answers() {
    return samples * positions;
  }

  /** Copies the scores of one answer. */
  void read(float[] output, int answer, double[] scores) {
    int sample = answer / positions;
    int position = answer % positions;
    int first =
        classesFirst
            ? sample * classes * positions + position
            : (sample * positions + position) * classes;
    int stride = classesFirst ? positions : 1;
    for (int k = 0; k < classes; k++) {
      scores[k] = output[first + k * stride];
    }
  }

  private static EspalierException mismatch(Tensor output, Tensor targets) {
    return new EspalierException(
        ErrorCode.MODEL_NOT_RUNNABLE,
        "The output (%s) does not answer targets of (%s).".formatted(output, targets));
  }
}
