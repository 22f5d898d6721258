package io.espalier.graph.channel;

import io.espalier.graph.channel.MixedRadix.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which regroupings are decided: first those that leave no choice, for each of them
 * freezes digits that another one must not choose.
 *
 * <p>A pixel shuffle shows why: its first Reshape makes {@code C x r x r} of the channels, and only
 * the last, which makes {@code H x r} a height, tells that {@code r} cannot be cut.
 */
final class RegroupingOrder {
  /** Bounds the work on a file of reshapes alone; the largest transformers need a tenth of it. */
  static final int MOST_EXAMINATIONS = 300_000;

  /** A block whose digit is not chosen yet. */
  private record Pending(Regrouping regrouping, Block block) {
    boolean isForced(Ledger ledger) {
      return !regrouping.hasChoice(block, ledger);
    }

    void resolve(Ledger ledger, HeadDigits preferred) {
      regrouping.resolve(block, ledger, preferred.of(regrouping));
    }
  }

  private final Ledger ledger;
  private final HeadDigits preferred;
  private final List<Pending> pending = new ArrayList<>();
  private int examinations;

  /**
   * @param preferred what is chosen where there is a choice
   */
  RegroupingOrder(Ledger ledger, HeadDigits preferred) {
    this.ledger = ledger;
    this.preferred = preferred;
    for (Regrouping regrouping : ledger.regroupings) {
      regrouping.changed(ledger).forEach(block -> pending.add(new Pending(regrouping, block)));
    }
  }

  void resolve() {
    while (!pending.isEmpty() && examinations < MOST_EXAMINATIONS) {
      if (!pending.removeIf(this::resolvedIfForced)) {
        pending.removeFirst().resolve(ledger, preferred);
      }
    }
    pending.forEach(choice -> choice.resolve(ledger, preferred));
  }

  /** Beyond the bound nothing counts as forced, and what is left is decided in graph order. */
  private boolean resolvedIfForced(Pending choice) {
    boolean forced = examinations++ < MOST_EXAMINATIONS && choice.isForced(ledger);
    if (forced) {
      choice.resolve(ledger, preferred);
    }
    return forced;
  }
}
