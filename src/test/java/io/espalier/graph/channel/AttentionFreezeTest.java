package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What attention, equations and recurrent layers leave uncut, and what a person is told. */
class AttentionFreezeTest {
  private static final int TOKENS = 5;
  private static final int HEADS = 2;
  private static final int WIDTH = 4;
  private static final long SEED = 3;

  private final Blocks s = new Blocks("attention", SEED);
  private final String x = s.net.input("x", TOKENS, 12);

  private String heads(String stem) {
    String product = s.project(x, stem, 12, HEADS * WIDTH);
    String split = s.net.op("Reshape", product, s.shape(stem, 0, TOKENS, HEADS, WIDTH));
    return s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), split);
  }

  /** An Attention with some attributes and further inputs, projected to the output. */
  private ChannelStructure attention(Map<String, Attribute> attributes, String... more) {
    String[] inputs =
        Stream.concat(Stream.of(heads("q"), heads("k"), heads("v")), Stream.of(more))
            .toArray(String[]::new);
    String mixed = s.net.op("Attention", attributes, inputs);
    String back = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), mixed);
    String merged = s.net.op("Reshape", back, s.shape("merge", 0, TOKENS, HEADS * WIDTH));
    s.net.output(s.project(merged, "out", HEADS * WIDTH, 12), TOKENS, 12);
    return GroupText.analyze(s.net.build());
  }

  private static Map<String, Attribute> scaled() {
    return Map.of("scale", Attribute.of(0.5f));
  }

  @Test
  void anAttentionOfGivenScaleIsCutInBothWays() {
    ChannelStructure structure = attention(scaled());
    assertThat(GroupText.of(structure.headGroups().getFirst()))
        .startsWith("matmul_0.heads: 2 [q.weight/1 OUT x4, k.weight/1 OUT x4, v.weight/1 OUT x4,");
    assertThat(structure.groups())
        .filteredOn(group -> group.level() == Level.HEAD_DIMENSION)
        .hasSize(2)
        .allMatch(ChannelGroup::prunable);
  }

  @Test
  void aScaleThatFollowsFromTheWidthFreezesQueriesAndKeys() {
    ChannelStructure structure = attention(new LinkedHashMap<>());
    assertThat(structure.headGroups()).hasSize(1).allMatch(ChannelGroup::prunable);
    assertThat(structure.groups())
        .filteredOn(group -> group.level() == Level.HEAD_DIMENSION)
        .extracting(group -> group.slots().getFirst().tensor())
        .containsExactly("v.weight");
  }

  @Test
  void aMaskOfItsOwnForEveryHeadIsCutWithTheHead() {
    String mask = s.net.weight("mask", 1, HEADS, TOKENS, TOKENS);
    assertThat(GroupText.of(attention(scaled(), mask).headGroups().getFirst()))
        .contains("mask/1 OPERAND");
  }

  @Test
  void anEquationWithoutTheLettersOfItsResultFreezes() {
    String y = s.net.op("Einsum", Map.of("equation", Attribute.of("btc,cd")), x, weight());
    s.net.output(s.net.op("Transpose", y), TOKENS, 12);
    assertThat(GroupText.of(GroupText.analyze(s.net.build())))
        .contains("An Einsum with an ellipsis or without the letters of its result is not cut.");
  }

  private String weight() {
    return s.net.weight("w", 12, 6);
  }

  @Test
  void copiesByTileFreezeTheAxisTheyMake() {
    String one = s.net.op("MatMul", x, s.net.weight("one", 12, 1));
    String wide = s.net.op("Tile", one, s.net.constant("repeats", Tensor.vector(1, 1, 6)));
    s.net.output(s.net.op("MatMul", wide, s.net.weight("last", 6, 2)), TOKENS, 2);
    assertThat(GroupText.of(GroupText.analyze(s.net.build())))
        .contains("[last/0 IN] frozen: The Tile copies one position to it.");
  }

  @Test
  void aTableThatConstantsLookUpSeveralTimesKeepsItsRows() {
    String rows = s.net.constant("rows", Tensor.vector(0, 1, 1, 0, 1));
    String table = s.net.op("Gather", s.net.weight("table", 2, 12), rows);
    s.net.output(s.project(s.net.op("Add", x, table), "out", 12, 3), TOKENS, 3);
    assertThat(GroupText.of(GroupText.analyze(s.net.build())))
        .contains("[table/0 IN] frozen: Its positions are looked up, some of them more than once.");
  }

  @Test
  void stepsOfARecurrentLayerStay() {
    Map<String, Attribute> units = Map.of("hidden_size", Attribute.of(4L));
    String steps = s.net.op("Transpose", Map.of("perm", Attribute.ofInts(1, 0, 2)), x);
    String mixed =
        s.net.op("MatMul", s.net.weight("left", 7, TOKENS), s.net.op("Transpose", perm(), steps));
    String first = s.net.op("Transpose", perm(), mixed);
    List<String> made =
        s.net.op("RNN", 2, units, first, s.net.weight("w", 1, 4, 12), s.net.weight("r", 1, 4, 4));
    String last = s.net.op("Squeeze", made.get(1), s.net.constant("axis", Tensor.vector(0)));
    s.net.output(s.net.linear(last, 4, 2), 2);
    assertThat(GroupText.of(GroupText.analyze(s.net.build())))
        .contains("rnn_4: 4 [w/1 OUT, r/1 OUT, r/2 IN, ")
        .contains("frozen: Steps, directions and samples of a recurrent layer are not cut.");
  }

  private static Map<String, Attribute> perm() {
    return Map.of("perm", Attribute.ofInts(1, 0, 2));
  }
}
