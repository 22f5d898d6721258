package io.espalier.method.prune;

import io.espalier.method.spec.prune.Budget;
import java.util.Locale;

/** What a budget counts. */
enum Measure {
  MACS,
  PARAMETERS;

  static Measure of(Budget budget) {
    return budget.macs().isPresent() ? MACS : PARAMETERS;
  }

  static double remaining(Budget budget) {
    return budget.macs().or(budget::parameters).orElseThrow();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
