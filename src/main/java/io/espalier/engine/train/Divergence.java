package io.espalier.engine.train;

import io.espalier.engine.train.TrainingListener.Progress;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The refusal of a training whose numbers are no longer finite. */
final class Divergence {
  /**
   * A loss scale of 2¹⁶ is at 2⁻²⁴, the smallest number of 16 bits, after 40 halvings: what is not
   * finite then is not so because of the scale.
   */
  private static final int MOST_SKIPPED = 40;

  private static final int CHUNK = 4096;

  private Divergence() {}

  /**
   * @param progress of the step just done
   * @throws EspalierException TRAINING_DIVERGED
   */
  static void refuse(Progress progress, Learner.Update update, Position position) {
    if (position.skipped() > MOST_SKIPPED) {
      throw diverged(
          progress,
          "The gradients of %d steps in a row were not finite in 16 bits"
              .formatted(position.skipped()),
          "Train in bf16 or fp32, or with a smaller learning rate");
    }
    if (!update.skipped() && !Double.isFinite(progress.loss())) {
      throw diverged(progress, "The loss became " + text(progress.loss()), advice(progress));
    }
    if (!update.skipped() && Double.isInfinite(update.gradientNorm())) {
      throw diverged(progress, "The gradients became infinite", advice(progress));
    }
  }

  /**
   * @throws EspalierException TRAINING_DIVERGED naming a weight that is NaN or infinite
   */
  static void refuse(Progress progress, Map<String, Tensor> weights) {
    new TreeMap<>(weights)
        .forEach(
            (name, weight) -> {
              if (!isFinite(weight)) {
                throw diverged(
                    progress,
                    "The weight (%s) became NaN or infinite".formatted(name),
                    advice(progress));
              }
            });
  }

  private static boolean isFinite(Tensor weight) {
    if (weight.elementType() != ElementType.FLOAT) {
      return true;
    }
    double[] values = new double[(int) Math.min(CHUNK, weight.elements())];
    for (long start = 0; start < weight.elements(); start += CHUNK) {
      int count = (int) Math.min(values.length, weight.elements() - start);
      weight.copyTo(values, start, count);
      for (int i = 0; i < count; i++) {
        if (!Double.isFinite(values[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private static EspalierException diverged(Progress progress, String fault, String advice) {
    return new EspalierException(
        ErrorCode.TRAINING_DIVERGED,
        "%s in step %d of %d, at the learning rate %s. %s."
            .formatted(
                fault, progress.step(), progress.steps(), text(progress.learningRate()), advice));
  }

  private static String advice(Progress progress) {
    return "Try a smaller learning rate (%s), a longer warm-up, or clipNorm"
        .formatted(text(progress.learningRate() / 10));
  }

  private static String text(double number) {
    return Double.isFinite(number)
        ? String.format(Locale.ROOT, "%.3g", number)
        : Double.toString(number);
  }
}
