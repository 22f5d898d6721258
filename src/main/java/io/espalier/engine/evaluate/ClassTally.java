package io.espalier.engine.evaluate;

import io.espalier.engine.evaluate.Evaluation.ClassFigures;
import io.espalier.engine.evaluate.Evaluation.Classification;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Adds up the answers of one network that answers with classes. */
final class ClassTally {
  private static final int TOP = 5;

  private final long[] wanted;
  private final long[] given;
  private final long[] found;
  private final ConfusionCounts confusion;
  private final Calibration calibration = new Calibration();
  private long answers;
  private long inTop;
  private double loss;

  ClassTally(int classes) {
    this.wanted = new long[classes];
    this.given = new long[classes];
    this.found = new long[classes];
    this.confusion = new ConfusionCounts(classes);
  }

  void add(Scores scores, int target) {
    int answer = scores.largest();
    boolean right = answer == target;
    answers++;
    wanted[target]++;
    given[answer]++;
    found[target] += right ? 1 : 0;
    inTop += scores.rankOf(target) < TOP ? 1 : 0;
    loss -= scores.log(target);
    confusion.add(target, answer);
    calibration.add(scores.probability(answer), right);
  }

  double loss() {
    return loss / Math.max(1, answers);
  }

  /**
   * @param perPixel whether the overlap of areas is told too
   */
  Classification result(IntFunction<String> name, boolean perPixel) {
    return new Classification(
        answers,
        share(IntStream.range(0, found.length).mapToLong(k -> found[k]).sum()),
        share(inTop),
        calibration.error(),
        perPixel ? Optional.of(meanIou()) : Optional.empty(),
        perClass(name, perPixel),
        confusion.result(name));
  }

  private double share(long part) {
    return (double) part / Math.max(1, answers);
  }

  /** Over the classes that occur, in targets or in answers. */
  private double meanIou() {
    return IntStream.range(0, wanted.length)
        .filter(k -> union(k) > 0)
        .mapToDouble(k -> (double) found[k] / union(k))
        .average()
        .orElse(0);
  }

  private long union(int k) {
    return wanted[k] + given[k] - found[k];
  }

  private List<ClassFigures> perClass(IntFunction<String> name, boolean perPixel) {
    return IntStream.range(0, wanted.length)
        .mapToObj(
            k ->
                new ClassFigures(
                    name.apply(k),
                    wanted[k],
                    ratio(found[k], wanted[k]),
                    perPixel ? ratio(found[k], union(k)) : Optional.empty()))
        .toList();
  }

  private static Optional<Double> ratio(long part, long whole) {
    return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
  }
}
