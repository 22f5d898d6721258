package io.espalier.engine.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * How good a network was on labelled samples.
 *
 * @param loss mean cross entropy in nats for classes, mean squared error for numbers
 * @param classification empty where the targets are numbers
 * @param regression empty where the targets are classes
 * @param original how near the answers are to those of the model the job began with; empty for
 *     itself
 */
public record Evaluation(
    long samples,
    double loss,
    Optional<Classification> classification,
    Optional<Regression> regression,
    Optional<Resemblance> original) {

  /**
   * Figures of a network that answers with classes.
   *
   * @param answers how many were counted: samples, pixels or steps of sequences
   * @param top1 share with the class first, 0 to 1
   * @param top5 share with the class among the first five, 0 to 1
   * @param calibrationError mean distance between how sure the network is and how often it is right
   *     (Guo et al., "On Calibration of Modern Neural Networks", 2017), 0 to 1
   * @param meanIou mean over the classes of intersection over union; for a class a pixel alone
   * @param perClass in the order of the classes
   */
  public record Classification(
      long answers,
      double top1,
      double top5,
      double calibrationError,
      Optional<Double> meanIou,
      List<ClassFigures> perClass,
      Confusion confusion) {
    public Classification {
      perClass = List.copyOf(perClass);
    }
  }

  /**
   * One class.
   *
   * @param answers how many belong to it
   * @param accuracy share of them that the network found, 0 to 1; empty where there are none
   * @param iou intersection over union; for a class a pixel alone
   */
  public record ClassFigures(
      String name, long answers, Optional<Double> accuracy, Optional<Double> iou) {}

  /**
   * What was taken for what.
   *
   * @param counts {@code [true class][answer]}; empty beyond {@value #MOST_CLASSES} classes
   * @param pairs the most frequent mistakes, the worst first, at most {@value #MOST_PAIRS}
   */
  public record Confusion(List<List<Long>> counts, List<Pair> pairs) {
    /** The most classes that are counted pair by pair in full. */
    public static final int MOST_CLASSES = 100;

    /** The most mistakes that are listed. */
    public static final int MOST_PAIRS = 20;

    public Confusion {
      counts = counts.stream().map(List::copyOf).toList();
      pairs = List.copyOf(pairs);
    }

    /** A class and the wrong answer to it. */
    public record Pair(String target, String answer, long count) {}
  }

  /**
   * Figures of a network that answers with numbers.
   *
   * @param meanSquaredError over every number of every sample
   * @param meanAbsoluteError likewise
   * @param r2 coefficient of determination, the mean over the numbers of a sample; at most 1, empty
   *     where the targets do not vary
   */
  public record Regression(
      double meanSquaredError, double meanAbsoluteError, Optional<Double> r2) {}

  /**
   * How near the answers are to another network's on the same samples.
   *
   * @param agreement share of equal answers, 0 to 1; empty where the answers are numbers
   * @param divergence mean Kullback-Leibler divergence of the answers from the other's, in nats;
   *     empty where the answers are numbers
   * @param meanSquaredDifference of the answers; empty where they are classes
   */
  public record Resemblance(
      Optional<Double> agreement,
      Optional<Double> divergence,
      Optional<Double> meanSquaredDifference) {}
}
