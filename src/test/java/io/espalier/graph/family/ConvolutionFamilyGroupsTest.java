package io.espalier.graph.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.FreezeReason;
import io.espalier.graph.channel.Level;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The groups of convolutional architectures, worked out by hand. */
class ConvolutionFamilyGroupsTest {
  private static final long SEED = 2;

  private static List<ChannelGroup> groups(String family) {
    return new ChannelAnalysis()
        .analyze(
            ShapeInference.infer(
                Normalization.normalize(ConvolutionFamilies.build(family, SEED)).graph()))
        .groups();
  }

  private static List<ChannelGroup> prunable(String family) {
    return groups(family).stream().filter(ChannelGroup::prunable).toList();
  }

  private static Stream<String> families() {
    return ConvolutionFamilies.names().stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void nothingStaysButWhatInputsAndOutputsNeed(String family) {
    assertThat(groups(family).stream().filter(group -> !group.prunable()))
        .flatExtracting(ChannelGroup::freezes)
        .extracting(FreezeReason::reason)
        .containsOnly("It is an input of the network.", "It is an output of the network.");
  }

  /** Four stages, two inner widths in each of 16 blocks, and the stem before the max pool. */
  @Test
  void resNet50Has37Groups() {
    List<ChannelGroup> groups = prunable("resnet-50");
    assertThat(groups).hasSize(4 + 2 * 16 + 1);
    assertThat(groups.stream().filter(group -> group.level() == Level.STAGE))
        .extracting(ChannelGroup::channels)
        .containsExactly(32, 64, 128, 256);
    assertThat(groups.stream().filter(group -> group.level() == Level.FILTER)).hasSize(33);
  }

  /** What a dense layer gives stands at another place in every later one's input. */
  @Test
  void aDenseLayerIsReadAtAnotherOffsetByEveryLaterOne() {
    List<ChannelGroup> grown =
        prunable("densenet").stream()
            .filter(group -> group.channels() == 8 && group.layers().size() == 1)
            .toList();
    assertThat(grown).hasSize(6);
    assertThat(firstPositionsRead(grown.get(0))).containsExactly(16, 16, 16);
    assertThat(firstPositionsRead(grown.get(1))).containsExactly(24, 24);
    assertThat(firstPositionsRead(grown.get(2))).containsExactly(32);
    assertThat(firstPositionsRead(grown.get(5))).containsExactly(40);
  }

  private static List<Integer> firstPositionsRead(ChannelGroup group) {
    return group.slots(SlotRole.IN).map(slot -> slot.positions().of(0)[0]).toList();
  }

  /** Grouped convolutions keep their groups equally wide: a channel is one of each group. */
  @Test
  void resNextCutsOneFilterOfEveryGroup() {
    ChannelGroup inner =
        prunable("resnext").stream()
            .filter(group -> group.channels() == 4)
            .findFirst()
            .orElseThrow();
    Slot filters = inner.slots(SlotRole.OUT).findFirst().orElseThrow();
    assertThat(filters.positions().of(1)).containsExactly(1, 5, 9, 13);
  }

  /** Each block's second half is made anew, and every shuffle is one permutation. */
  @Test
  void shuffleNetV2LosesAnyChannelOfAHalfAlone() {
    assertThat(prunable("shufflenet-v2"))
        .allSatisfy(
            group ->
                assertThat(group.slots(SlotRole.IN))
                    .allSatisfy(
                        slot -> assertThat(slot.positions().total()).isEqualTo(group.channels())));
  }

  /** A channel that a pixel shuffle gives is made of one filter for each of four pixels. */
  @ParameterizedTest
  @MethodSource("pixelShuffles")
  void aShuffledPixelTakesFourFilters(String family) {
    ChannelGroup last = prunable(family).getLast();
    assertThat(last.channels()).isEqualTo(16);
    assertThat(last.slots(SlotRole.OUT).findFirst().orElseThrow().positions().of(1))
        .containsExactly(4, 5, 6, 7);
  }

  private static Stream<String> pixelShuffles() {
    return Stream.of("super-resolution", "super-resolution-reshape");
  }
}
