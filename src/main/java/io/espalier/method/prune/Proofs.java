package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.method.Equivalence;
import io.espalier.method.StepPlan;
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
}
