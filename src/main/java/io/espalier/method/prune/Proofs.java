package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.Equivalence;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.turn.CutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What proves a cut: the network as large as before, with what went silenced. */
final class Proofs {
  private static final String CUT = "cut equals silenced";
  private static final String NORMALISED =
      "A layer is normalised over channels that were cut: outputs change by design.";
  private static final String RECOVERED = "recovered equals cut";
  private static final String REFITTED =
      "What is left was refitted to what the network computed before the cut.";

  private Proofs() {}

  static List<Equivalence> of(Analysis analysis, StepPlan done, CutResult result) {
    List<Equivalence> proofs = new ArrayList<>();
    if (Cuts.altersNormalization(done)) {
      proofs.add(new Equivalence.Unlike(CUT, NORMALISED));
    } else {
      proofs.add(
          new Equivalence.SameAs(
              CUT,
              new Cutting(analysis.channels(), result.cut()).silenced(),
              result.changed() ? Optional.of(result.bare()) : Optional.empty()));
    }
    if (result.changed()) {
      proofs.add(new Equivalence.Unlike(RECOVERED, REFITTED));
    }
    return proofs;
  }

  /** What proves the cut of one round, whatever was done to the weights after it. */
  static Equivalence ofRound(int round, Analysis before, Cut cut, Cutting cutting, Graph bare) {
    String claim = "round %d: %s".formatted(round, CUT);
    boolean alters =
        cut.channels().keySet().stream()
            .anyMatch(id -> before.channels().group(id).orElseThrow().altersNormalization());
    return alters
        ? new Equivalence.Unlike(claim, NORMALISED)
        : new Equivalence.SameAs(claim, cutting.silenced(), Optional.of(bare));
  }

  /** What of the result of several rounds has no equivalent. */
  static Equivalence roundsChanged(boolean tuned) {
    return new Equivalence.Unlike(
        RECOVERED, tuned ? "The network was tuned after every round." : REFITTED);
  }
}
