package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.family.TransformerFamilies;
import io.espalier.graph.rewrite.Normalization;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole heads, beside the dimensions of the same attention. */
class HeadGroupsTest {
  private static final long SEED = 3;

  private static ChannelStructure family(String name) {
    Graph graph = TransformerFamilies.build(name, SEED);
    return GroupText.analyze(Normalization.normalize(graph).graph());
  }

  private static ChannelStructure sample(String name) {
    return GroupText.analyze(SampleNetworks.build(name, SEED));
  }

  private static String text(List<ChannelGroup> groups) {
    return groups.stream().map(GroupText::of).collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void aHeadOfFusedWeightsHasRowsInQueriesKeysAndValues() {
    ChannelStructure vit = family("vit-class-token");
    ChannelGroup heads = vit.headGroups().getFirst();
    assertThat(heads.level()).isEqualTo(Level.HEAD);
    assertThat(GroupText.of(heads))
        .isEqualTo(
            "matmul_9.heads: 4 [block0.attn.qkv.weight/1 OUT x24, block0.proj.weight/0 IN x8,"
                + " block0.attn.qkv.bias/0 VECTOR x24]");
    int[] rows =
        IntStream.of(0, 32, 64).flatMap(part -> IntStream.range(part + 8, part + 16)).toArray();
    assertThat(heads.slots().getFirst().positions().of(1)).containsExactly(rows);
  }

  @Test
  void theSameWeightsHaveDimensionsInEveryHead() {
    ChannelGroup dimensions = family("vit-class-token").group("matmul_9").orElseThrow();
    assertThat(dimensions.level()).isEqualTo(Level.HEAD_DIMENSION);
    assertThat(dimensions.channels()).isEqualTo(8);
    int[] rows = IntStream.range(0, 12).map(i -> 8 * i + 1).toArray();
    assertThat(dimensions.slots().getFirst().positions().of(1)).containsExactly(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "vit-class-token, 2, 4",
    "vit-mean, 2, 4",
    "vit-separate, 2, 4",
    "vit-multihead, 2, 4",
    "bert, 2, 4",
    "llama, 2, 2",
    "swin, 3, 4"
  })
  void everyAttentionOffersItsHeads(String family, int attentions, int heads) {
    List<ChannelGroup> groups = family(family).headGroups();
    assertThat(groups).hasSize(attentions).allMatch(ChannelGroup::prunable);
    assertThat(groups.getFirst().channels()).isEqualTo(heads);
    assertThat(groups).noneMatch(ChannelGroup::altersNormalization);
  }

  @Test
  void queryHeadsGoWithTheKeyHeadTheyShare() {
    ChannelGroup heads = family("llama").headGroups().getFirst();
    assertThat(GroupText.of(heads))
        .isEqualTo(
            "matmul_8.heads: 2 [layer0.q.weight/1 OUT x16, layer0.k.weight/1 OUT x8,"
                + " layer0.v.weight/1 OUT x8, layer0.o.weight/0 IN x16]");
    assertThat(heads.slots().getFirst().positions().of(1))
        .containsExactly(IntStream.range(16, 32).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "attention-key-heads-expanded",
    "attention-key-heads-tiled",
    "attention-key-heads-gathered"
  })
  void keyHeadsAreFollowedThroughEverySpellingOfTheirCopies(String name) {
    ChannelStructure structure = sample(name);
    assertThat(text(structure.headGroups()))
        .isEqualTo(
            "matmul_0.heads: 2 [q.weight/1 OUT x8, k.weight/1 OUT x4, v.weight/1 OUT x4,"
                + " out.weight/0 IN x8, q.bias/0 VECTOR x8, k.bias/0 VECTOR x4,"
                + " v.bias/0 VECTOR x4]\n");
    assertThat(text(structure.groups()))
        .contains("matmul_0: 4 [q.weight/1 OUT x4, k.weight/1 OUT x2, ")
        .contains(": 4 [v.weight/1 OUT x2, out.weight/0 IN x4, v.bias/0 VECTOR x2]");
  }

  @Test
  void aPositionBiasBelongsToItsHead() {
    ChannelGroup heads = family("swin").headGroups().getFirst();
    assertThat(GroupText.of(heads)).contains("stage0.block0.bias_table/1 OUT, ");
  }

  @Test
  void axesOfTheirOwnNeedNoChoice() {
    ChannelStructure structure = sample("attention-einsum");
    assertThat(structure.headGroups()).isEmpty();
    assertThat(text(structure.groups()))
        .contains("einsum_0.heads: 3 [q/1 OUT, k/1 OUT, v/1 OUT, out/0 IN]\n")
        .contains("einsum_0: 4 [q/2 OUT, k/2 OUT]\n")
        .contains("einsum_2: 4 [v/2 OUT, out/1 IN]\n");
  }

  @Test
  void aNormalisationInsideOfHeadsIsAlteredByDimensionsAlone() {
    ChannelStructure structure = sample("attention-normed-heads");
    assertThat(structure.headGroups()).hasSize(1).noneMatch(ChannelGroup::altersNormalization);
    assertThat(structure.group("matmul_0").orElseThrow().altersNormalization()).isTrue();
  }

  @Test
  void aSingleHeadHasOnlyDimensions() {
    ChannelStructure structure = sample("attention-one-head");
    assertThat(structure.headGroups()).isEmpty();
    assertThat(structure.group("matmul_0").orElseThrow().level()).isEqualTo(Level.HEAD_DIMENSION);
  }

  @Test
  void aNetworkWithoutAttentionHasNoHeads() {
    ChannelStructure structure = sample("shuffle");
    assertThat(structure.headGroups()).isEmpty();
    assertThat(structure.groups()).noneMatch(group -> group.level() == Level.HEAD_DIMENSION);
  }

  @Test
  void headsWhoseWeightsTheNetworkReturnsStay() {
    Blocks s = new Blocks("returned", SEED);
    String x = s.net.input("x", 5, 12);
    BiFunction<Blocks, String, String> attention =
        AttentionNetworks.all().get("attention-key-heads-gathered");
    s.net.output(attention.apply(s, x), Blocks.CLASSES);
    Graph graph = s.net.build();
    String weights =
        graph.nodes().stream()
            .filter(node -> node.is("Softmax"))
            .findFirst()
            .orElseThrow()
            .outputs()
            .getFirst();
    NetworkBuilder returned = s.net.output(weights, 4, 5, 5);
    ChannelStructure structure = GroupText.analyze(returned.build());
    assertThat(structure.headGroups()).isEmpty();
    assertThat(structure.group("matmul_0").orElseThrow().prunable()).isTrue();
  }
}
