package io.espalier.graph.rewrite.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.SlotRole;
import io.espalier.graph.family.TransformerFamilies;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.rewrite.fuse.Fusion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants on small transformers and recurrent networks. */
class TransformerFamiliesInvariantsTest {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 3;

  private static List<String> families() {
    return TransformerFamilies.names();
  }

  private static Invariants normalized(String family) {
    Graph graph = TransformerFamilies.build(family, SEED);
    return new Invariants(Normalization.normalize(graph).graph(), TOLERANCE);
  }

  private static Invariants fused(String family) {
    Graph graph = Normalization.normalize(TransformerFamilies.build(family, SEED)).graph();
    return new Invariants(Fusion.fuse(graph).graph(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("families")
  void channelsAreSound(String family) {
    Invariants invariants = normalized(family);
    assertSound(invariants);
    invariants.savedAndLoadedTheCutIsTheSame(SEED);
  }

  @ParameterizedTest
  @MethodSource("families")
  void channelsAreSoundWhereOneOperatorSaysManyThings(String family) {
    assertSound(fused(family));
  }

  private static void assertSound(Invariants invariants) {
    invariants.groupsAreExplainedAndApart();
    invariants.pruningNothingChangesNothing();
    invariants.previewPredictsTheCut(SEED);
    invariants.cutsAddUp(SEED);
    invariants.permutationChangesNothing(SEED);
    invariants.maskEqualsRemoval(SEED);
    invariants.everyGroupCanBeCut(SEED);
  }

  @ParameterizedTest
  @CsvSource({
    "vit-class-token, Attention",
    "bert, LayerNormalization",
    "bert, Gelu",
    "llama, RMSNormalization",
    "llama, Swish"
  })
  void theFusedFamiliesHaveTheOperatorsInQuestion(String family, String operator) {
    assertThat(fused(family).structure().typed().graph().nodes())
        .extracting(Node::operator)
        .contains(operator);
  }

  @ParameterizedTest
  @MethodSource("families")
  void fusionChangesNoGroup(String family) {
    assertThat(weights(fused(family).structure()))
        .containsExactlyInAnyOrderElementsOf(weights(normalized(family).structure()));
  }

  /** The producing and consuming weights of every group that can be cut. */
  private static List<String> weights(ChannelStructure structure) {
    return Stream.concat(structure.groups().stream(), structure.headGroups().stream())
        .filter(ChannelGroup::prunable)
        .map(
            group ->
                Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN))
                        .map(slot -> slot.tensor() + slot.axis() + slot.positions())
                        .sorted()
                        .toList()
                    + " "
                    + group.altersNormalization())
        .toList();
  }
}
