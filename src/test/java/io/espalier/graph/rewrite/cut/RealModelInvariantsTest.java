package io.espalier.graph.rewrite.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Level;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The invariants, and the groups worked out by hand, on exported networks. */
class RealModelInvariantsTest {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 3;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8-fashion",
        "resnet18",
        "resnet20-cifar10",
        "mobilenet_v2",
        "vit_tiny",
        "vit12-fashion",
        RealModels.TEXT_DIRECTION
      })
  void channelsAreSound(String model) {
    Invariants invariants = new Invariants(RealModels.read(model), TOLERANCE);
    invariants.groupsAreExplainedAndApart();
    invariants.pruningNothingChangesNothing();
    invariants.previewPredictsTheCut(SEED);
    invariants.cutsAddUp(SEED);
    invariants.permutationChangesNothing(SEED);
    invariants.maskEqualsRemoval(SEED);
    invariants.everyGroupCanBeCut(SEED);
    invariants.savedAndLoadedTheCutIsTheSame(SEED);
  }

  /**
   * Four stages, the first with the stem, for its max pool feeds the first addition; and the inner
   * convolution of each of the eight blocks.
   */
  @Test
  void resNet18HasFourStagesAndEightInnerWidths() {
    List<ChannelGroup> groups = prunable("resnet18");
    assertThat(groups).hasSize(12);
    assertThat(groups.stream().filter(group -> group.layers().size() > 1))
        .extracting(ChannelGroup::channels)
        .containsExactly(64, 128, 256, 512);
    assertThat(groups.stream().filter(group -> group.layers().size() == 1))
        .extracting(ChannelGroup::channels)
        .containsExactly(64, 64, 128, 128, 256, 256, 512, 512);
  }

  /** One stream of width 192, and in each of 12 blocks queries with keys, values, hidden units. */
  @Test
  void visionTransformerHasOneStreamAndThreeWidthsABlock() {
    List<ChannelGroup> groups = prunable("vit_tiny");
    assertThat(groups).hasSize(1 + 12 * 3);
    ChannelGroup stream = groups.getFirst();
    assertThat(stream.channels()).isEqualTo(192);
    assertThat(stream.altersNormalization()).isTrue();
    assertThat(stream.slots(SlotRole.OUT)).hasSize(1 + 12 * 2);
    assertThat(groups.subList(1, 4))
        .extracting(ChannelGroup::channels)
        .containsExactly(64, 64, 768);
    assertThat(groups.get(1).slots().getFirst().positions().of(5))
        .containsExactly(5, 69, 133, 197, 261, 325);
  }

  @ParameterizedTest
  @CsvSource({"vit_tiny, 12, 3", "vit12-fashion, 12, 4"})
  void visionTransformersOfferTheHeadsOfEveryBlock(String model, int blocks, int heads) {
    List<ChannelGroup> groups =
        new Invariants(RealModels.read(model), TOLERANCE).structure().headGroups();
    assertThat(groups).hasSize(blocks).allMatch(ChannelGroup::prunable);
    assertThat(groups).extracting(ChannelGroup::channels).containsOnly(heads);
  }

  /**
   * The stem with the first depthwise convolution, 16 expansions with theirs, 7 bottleneck widths
   * and the last convolution.
   */
  @Test
  void mobileNetTiesExpansionsToDepthwiseConvolutions() {
    List<ChannelGroup> groups = prunable("mobilenet_v2");
    assertThat(groups).hasSize(1 + 16 + 7 + 1);
    assertThat(groups.stream().filter(RealModelInvariantsTest::expands))
        .extracting(ChannelGroup::channels)
        .containsExactly(
            32, 96, 144, 144, 192, 192, 192, 384, 384, 384, 384, 576, 576, 576, 960, 960, 960);
    assertThat(groups.stream().filter(group -> !expands(group)))
        .extracting(ChannelGroup::channels)
        .containsExactly(16, 24, 32, 64, 96, 160, 320, 1280);
  }

  private static boolean expands(ChannelGroup group) {
    return group
        .slots(SlotRole.OUT)
        .anyMatch(slot -> slot.tensor().matches(".*conv\\.[01]\\.0\\.weight"));
  }

  /**
   * Option-A shortcuts pad channels: those of the first stage live in all three, a second group
   * begins in the second stage, a third in the last.
   */
  @Test
  void paddedShortcutsAreCutWithTheirStages() {
    List<ChannelGroup> groups = prunable("resnet20-cifar10");
    assertThat(groups).hasSize(3 + 9);
    List<ChannelGroup> stages =
        groups.stream().filter(group -> group.level() == Level.STAGE).toList();
    assertThat(stages).extracting(ChannelGroup::channels).containsExactly(16, 16, 32);
    assertThat(stages).extracting(group -> group.layers().size()).containsExactly(10, 6, 3);
  }

  private static List<ChannelGroup> prunable(String model) {
    return new Invariants(RealModels.read(model), TOLERANCE)
        .structure().groups().stream().filter(ChannelGroup::prunable).toList();
  }
}
