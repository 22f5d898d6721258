package io.espalier.method.spec.prune;

import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In which turns a network is cut. */
public sealed interface Flow {

  /** Whether samples of the job's data set are needed, whatever the criterion. */
  default boolean needsData() {
    return switch (this) {
      case OneShot _ -> false;
      case Iterative iterative -> iterative.tune().isPresent();
      case Sampling _ -> true;
    };
  }

  /** The name used over HTTP. */
  default String wireName() {
    return switch (this) {
      case OneShot _ -> "one-shot";
      case Iterative _ -> "iterative";
      case Sampling _ -> "sampling";
    };
  }

  /** Once. */
  record OneShot() implements Flow {}

  /**
   * In rounds: scored, cut, recovered and tuned each time.
   *
   * @param rounds at least 1
   * @param tune after every round; empty for none
   */
  record Iterative(int rounds, Pace pace, Optional<Tuning> tune) implements Flow {}

  /** How fast the rounds go down to the budget. */
  enum Pace {
    /** The same part of the way in every round. */
    LINEAR,
    /** Much at first, little at the end (Zhu and Gupta 2017). */
    CUBIC;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A training between rounds.
   *
   * @param augment in the order in which they are applied
   */
  record Tuning(TrainingSpec training, List<Augmentation> augment) {
    public Tuning {
      augment = List.copyOf(augment);
    }

    /** Whether it computes in numbers that only GPUs have. */
    public boolean needsGpu() {
      return training.precision() != TrainingPrecision.FP32;
    }
  }

  /**
   * Many sub-networks within the budget are drawn, the best is kept.
   *
   * @param candidates how many are evaluated
   * @param samples of the training split that candidates are evaluated on, apart from those that
   *     BatchNormalization is recalibrated with
   * @param seconds after which the best so far is taken; empty for no limit
   */
  record Sampling(int candidates, Draw draw, int samples, Optional<Integer> seconds)
      implements Flow {}

  /** How widths of candidates are drawn. */
  enum Draw {
    /** The share of every group uniformly. */
    UNIFORM,
    /** Around what the criterion would cut. */
    IMPORTANCE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
