package io.espalier.method.training;

import java.util.List;
import java.util.Optional;

/**
 * Which weights learn, and how fast, by patterns on their names: {@code *} stands for any text,
 * {@code ?} for one character.
 *
 * @param train weights that learn; empty for all
 * @param freeze weights that do not, though {@code train} names them
 * @param groups the first that matches a weight holds for it
 * @param decayVectors whether weights with less than two axes (bias, scale of a normalisation) are
 *     decayed too, as PyTorch's optimisers do
 */
public record WeightRules(
    List<String> train, List<String> freeze, List<Group> groups, boolean decayVectors) {
  /** Everything learns alike. */
  public static final WeightRules ALL = new WeightRules(List.of(), List.of(), List.of(), true);

  public WeightRules {
    train = List.copyOf(train);
    freeze = List.copyOf(freeze);
    groups = List.copyOf(groups);
  }

  /**
   * Weights with a rate of their own.
   *
   * @param match patterns
   * @param learningRate factor of the optimiser's
   * @param weightDecay in the place of the optimiser's
   */
  public record Group(List<String> match, double learningRate, Optional<Double> weightDecay) {
    public Group {
      match = List.copyOf(match);
    }
  }
}
