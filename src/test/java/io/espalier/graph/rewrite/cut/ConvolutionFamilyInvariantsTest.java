package io.espalier.graph.rewrite.cut;

import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.Normalization;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants on small versions of published convolutional networks. */
class ConvolutionFamilyInvariantsTest {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 5;

  private static Stream<String> families() {
    return ConvolutionFamilies.names().stream();
  }

  private static Invariants of(String family) {
    return new Invariants(
        Normalization.normalize(ConvolutionFamilies.build(family, SEED)).graph(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("families")
  void channelsAreSound(String family) {
    Invariants invariants = of(family);
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
