package io.espalier.engine.evaluate;

import io.espalier.engine.evaluate.Evaluation.Resemblance;
import java.util.Optional;

/** Adds up how near the answers of a network are to another's. */
final class ResemblanceTally {
  private long answers;
  private long equal;
  private double divergence;
  private double squares;

  void add(Scores answer, Scores other) {
    answers++;
    equal += answer.largest() == other.largest() ? 1 : 0;
    divergence += answer.divergenceFrom(other);
  }

  void add(double answer, double other) {
    answers++;
    squares += (answer - other) * (answer - other);
  }

  Resemblance ofClasses() {
    return new Resemblance(
        Optional.of(mean(equal)), Optional.of(mean(divergence)), Optional.empty());
  }

  Resemblance ofValues() {
    return new Resemblance(Optional.empty(), Optional.empty(), Optional.of(mean(squares)));
  }

  private double mean(double sum) {
    return sum / Math.max(1, answers);
  }
}
