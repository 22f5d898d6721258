package io.espalier.engine.train;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;

/**
 * The mean loss and the accuracy of outputs against targets, batch by batch, without label
 * smoothing.
 *
 * <p>Outputs of a cross entropy may be logits or, from a network that ends in a softmax,
 * probabilities: numbers of at least 0 whose sums over the classes are 1.
 */
final class ValidationLoss {
  private static final long IGNORED = -100;
  private static final double SUM_TOLERANCE = 1e-3;
  private static final int SEQUENCE_RANK = 3;

  /** The smallest probability that is told from 0, so that its logarithm is finite. */
  private static final double LEAST_PROBABILITY = 1e-12;

  private final Loss loss;
  private double sum;
  private double correct;
  private long counted;

  ValidationLoss(Loss loss) {
    this.loss = loss;
  }

  void add(Tensor outputs, Tensor targets) {
    switch (loss) {
      case Loss.CrossEntropy _ -> addClasses(outputs, targets);
      case Loss.MeanSquared _ -> addValues(outputs, targets);
      case Loss.MeanAbsolute _ -> addValues(outputs, targets);
      case Loss.Huber _ -> addValues(outputs, targets);
    }
  }

  /** NaN when nothing was counted. */
  double loss() {
    return sum / counted;
  }

  /** The share of answers that were right; NaN where there are no classes. */
  double accuracy() {
    return loss instanceof Loss.CrossEntropy ? correct / counted : Double.NaN;
  }

  private void addValues(Tensor outputs, Tensor targets) {
    if (outputs.elements() != targets.elements()) {
      throw new IllegalArgumentException(
          "The outputs (%s) do not fit the targets (%s).".formatted(outputs, targets));
    }
    for (long i = 0; i < outputs.elements(); i++) {
      sum += distance(outputs.doubleAt(i) - targets.doubleAt(i));
    }
    counted += outputs.elements();
  }

  private double distance(double difference) {
    double size = Math.abs(difference);
    return switch (loss) {
      case Loss.CrossEntropy _ -> Double.NaN;
      case Loss.MeanSquared _ -> difference * difference;
      case Loss.MeanAbsolute _ -> size;
      case Loss.Huber(double delta) -> size < delta ? size * size / 2 : delta * (size - delta / 2);
    };
  }

  private void addClasses(Tensor outputs, Tensor targets) {
    boolean indices = targets.elementType() == ElementType.INT64;
    boolean last = outputs.rank() == SEQUENCE_RANK;
    int classes = Math.toIntExact(outputs.dim(last ? -1 : 1));
    long inner = last ? 1 : outputs.elements() / Math.max(1, outputs.dim(0) * classes);
    Answers answers = new Answers(outputs, classes, inner);
    boolean probabilities = answers.areProbabilities();
    for (long place = 0; place < answers.count(); place++) {
      if (!indices) {
        addSoft(answers.at(place), new Answers(targets, classes, inner).at(place), probabilities);
      } else if (targets.longAt(place) != IGNORED) {
        addOne(answers.at(place), Math.toIntExact(targets.longAt(place)), probabilities);
      }
    }
  }

  private void addOne(double[] output, int wanted, boolean probabilities) {
    sum -= logProbability(output, wanted, probabilities);
    correct += largest(output) == wanted ? 1 : 0;
    counted++;
  }

  private void addSoft(double[] output, double[] wanted, boolean probabilities) {
    for (int k = 0; k < output.length; k++) {
      sum -= wanted[k] == 0 ? 0 : wanted[k] * logProbability(output, k, probabilities);
    }
    correct += largest(output) == largest(wanted) ? 1 : 0;
    counted++;
  }

  private static double logProbability(double[] output, int index, boolean probabilities) {
    if (probabilities) {
      return Math.log(Math.max(output[index], LEAST_PROBABILITY));
    }
    double top = output[largest(output)];
    double total = 0;
    for (double value : output) {
      total += Math.exp(value - top);
    }
    return output[index] - top - Math.log(total);
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int k = 1; k < values.length; k++) {
      largest = values[k] > values[largest] ? k : largest;
    }
    return largest;
  }

  /**
   * Numbers over classes at many places.
   *
   * @param inner elements between two classes of one place
   */
  private record Answers(Tensor tensor, int classes, long inner) {
    long count() {
      return tensor.elements() / classes;
    }

    double[] at(long place) {
      double[] values = new double[classes];
      long first = place / inner * inner * classes + place % inner;
      for (int k = 0; k < classes; k++) {
        values[k] = tensor.doubleAt(first + k * inner);
      }
      return values;
    }

    boolean areProbabilities() {
      for (long place = 0; place < count(); place++) {
        double total = 0;
        for (double value : at(place)) {
          total += value >= 0 ? value : Double.POSITIVE_INFINITY;
        }
        if (!(Math.abs(total - 1) <= SUM_TOLERANCE)) {
          return false;
        }
      }
      return true;
    }
  }
}
