package io.espalier.method.prune.width;

import io.espalier.graph.cost.Cost;
import io.espalier.method.spec.prune.Budget;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a budget counts. */
public enum Measure {
  MACS("macs", "MACs"),
  PARAMETERS("parameters", "parameters"),
  BYTES("bytes", "bytes"),
  LATENCY("latencyMillis", "milliseconds");

  private final String wireName;
  private final String plural;

  Measure(String wireName, String plural) {
    this.wireName = wireName;
    this.plural = plural;
  }

  /** Those that a budget names. */
  public static List<Measure> of(Budget budget) {
    return Arrays.stream(values()).filter(measure -> measure.asked(budget).isPresent()).toList();
  }

  /** What a budget allows: a fraction that remains, or milliseconds. */
  public Optional<Double> asked(Budget budget) {
    return switch (this) {
      case MACS -> budget.macs();
      case PARAMETERS -> budget.parameters();
      case BYTES -> budget.bytes();
      case LATENCY -> budget.latencyMillis();
    };
  }

  /**
   * What a network costs in this measure.
   *
   * @throws IllegalArgumentException for the one that is not counted but measured
   */
  public long counted(Cost cost) {
    return switch (this) {
      case MACS -> cost.macs();
      case PARAMETERS -> cost.parameters();
      case BYTES -> cost.bytes();
      case LATENCY -> throw new IllegalArgumentException("Time is not counted.");
    };
  }

  /** As the job document names it. */
  public String wireName() {
    return wireName;
  }

  /** As a sentence names it. */
  String plural() {
    return plural;
  }
}
