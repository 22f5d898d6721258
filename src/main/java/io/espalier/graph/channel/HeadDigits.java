package io.espalier.graph.channel;

import io.espalier.graph.channel.MixedRadix.Digit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The digits of regrouped axes that number heads of attentions.
 *
 * <p>Known are the axes of heads that a product of two computed values reads. Regroupings carry the
 * knowledge further: of key heads times copies that become query heads, both number heads.
 */
final class HeadDigits {
  private final Map<String, Set<Digit>> byOutput = new HashMap<>();

  private HeadDigits() {}

  static HeadDigits none() {
    return new HeadDigits();
  }

  /**
   * Finds the digits.
   *
   * @param ledger with all rules applied and no regrouping resolved
   */
  static HeadDigits of(Ledger ledger) {
    Search search = new Search(ledger);
    HeadDigits found = new HeadDigits();
    for (Regrouping regrouping : ledger.regroupings) {
      Set<Digit> digits = search.digits(regrouping);
      if (!digits.isEmpty()) {
        found.byOutput.put(regrouping.output(), digits);
      }
    }
    return found;
  }

  boolean isEmpty() {
    return byOutput.isEmpty();
  }

  /** Which digits of a regrouping number heads. */
  Set<Digit> of(Regrouping regrouping) {
    return byOutput.getOrDefault(regrouping.output(), Set.of());
  }

  /**
   * Components of heads, spread over regroupings until nothing is added; both ways in one go, so
   * that the length of a chain does not matter.
   */
  private static final class Search {
    private final Ledger ledger;
    private final Set<Integer> heads = new HashSet<>();

    Search(Ledger ledger) {
      this.ledger = ledger;
      ledger.heads.stream().map(ledger.components::of).forEach(heads::add);
      int before;
      do {
        before = heads.size();
        ledger.regroupings.forEach(this::spread);
        ledger.regroupings.reversed().forEach(this::spread);
      } while (heads.size() > before);
    }

    Set<Digit> digits(Regrouping regrouping) {
      return heads.isEmpty()
          ? Set.of()
          : regrouping.digits(ledger).stream()
              .filter(Digit::isNumbered)
              .filter(
                  digit ->
                      isHeads(regrouping.input(), digit.inputAxis())
                          || isHeads(regrouping.output(), digit.outputAxis()))
              .collect(Collectors.toSet());
    }

    private void spread(Regrouping regrouping) {
      for (Digit digit : digits(regrouping)) {
        addWhole(regrouping.input(), digit.inputAxis(), digit);
        addWhole(regrouping.output(), digit.outputAxis(), digit);
      }
    }

    /** An axis that is nothing but the digit numbers heads too. */
    private void addWhole(String value, int axis, Digit digit) {
      axis(value, axis)
          .filter(at -> at.extent() == digit.values())
          .ifPresent(
              at -> {
                for (int i = at.first(); i < at.first() + at.extent(); i++) {
                  heads.add(ledger.components.of(i));
                }
              });
    }

    private boolean isHeads(String value, int axis) {
      return axis(value, axis)
          .filter(at -> heads.contains(ledger.components.of(at.first())))
          .isPresent();
    }

    private Optional<Positions.Axis> axis(String value, int axis) {
      return ledger.positions.axis(value, axis);
    }
  }
}
