package io.espalier.graph.rewrite.cut;

import io.espalier.graph.family.TransformerFamilies;
import io.espalier.graph.rewrite.Normalization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants on small transformers and recurrent networks. */
class TransformerFamiliesInvariantsTest {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 3;

  private static List<String> families() {
    return TransformerFamilies.names();
  }

  @ParameterizedTest
  @MethodSource("families")
  void channelsAreSound(String family) {
    Invariants invariants =
        new Invariants(
            Normalization.normalize(TransformerFamilies.build(family, SEED)).graph(), TOLERANCE);
    invariants.groupsAreExplainedAndApart();
    invariants.pruningNothingChangesNothing();
    invariants.previewPredictsTheCut(SEED);
    invariants.cutsAddUp(SEED);
    invariants.permutationChangesNothing(SEED);
    invariants.maskEqualsRemoval(SEED);
    invariants.everyGroupCanBeCut(SEED);
    invariants.savedAndLoadedTheCutIsTheSame(SEED);
  }
}
