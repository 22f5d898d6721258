package io.espalier.method.spec.prune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * How the scores of a group's members become one order of channels.
 *
 * @param normalization of each member, before they are merged
 * @param reduction of the members to one score a channel
 */
public record Ranking(Normalization normalization, Reduction reduction, Scope scope) {
  public static final Ranking USUAL =
      new Ranking(Normalization.MEAN, Reduction.MEAN, new Scope.Global());

  /** What a member's scores are put in relation to. */
  public enum Normalization {
    NONE,
    /** Divided by their mean. */
    MEAN,
    /** Divided by their largest. */
    MAX,
    /** Less their mean, divided by their standard deviation. */
    STANDARD_SCORE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How members are merged. */
  public enum Reduction {
    MEAN,
    SUM,
    MAX,
    FIRST;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which channels compete with each other. */
  public sealed interface Scope {

    /** Whether samples of the job's data set are run through the network. */
    default boolean needsData() {
      return this instanceof Sensitivity;
    }

    /** All of the network. */
    record Global() implements Scope {}

    /** Those of one group: every group gives up the same share. */
    record Layer() implements Scope {}

    /** Those of groups with the same structure. */
    record Isomorphic() implements Scope {}

    /**
     * All of the network: every group gives up as much as the network's answers bear, measured
     * group by group and width by width.
     *
     * @param samples of the training split that the answers are compared on
     */
    record Sensitivity(int samples) implements Scope {}

    /**
     * Those of each set of layers; layers in none compete among themselves.
     *
     * @param sets patterns on names of layers
     */
    record Sets(List<List<String>> sets) implements Scope {
      public Sets {
        sets = sets.stream().map(List::copyOf).toList();
      }
    }
  }
}
