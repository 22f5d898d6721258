package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.Node;
import io.espalier.graph.ReferenceRun;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {
  private static final float TOLERANCE = 1e-4f;
  private static final List<Long> BATCHES = List.of(1L, 3L);

  static List<String> models() {
    return Fixtures.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void keepsWhatARealModelComputes(String model) {
    Graph before = Fixtures.read(model);
    Graph after = Normalization.normalize(before).graph();
    assertThat(after.inputs()).isEqualTo(before.inputs());
    assertThat(after.outputs()).isEqualTo(before.outputs());
    try (ReferenceRun original = new ReferenceRun(before);
        ReferenceRun normalized = new ReferenceRun(after)) {
      for (long batch : BATCHES) {
        Map<String, Long> symbols = symbols(before, batch);
        assertEqual(normalized.floats(symbols), original.floats(symbols));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void keepsTheCostOfARealModelWhoseLayersHaveTheirOwnVectors(String model) {
    Graph before = new UntieVectors().apply(Fixtures.read(model)).graph();
    Cost original = CostModel.of(before, Fixtures.symbols(before));
    Cost normalized =
        CostModel.of(Normalization.normalize(before).graph(), Fixtures.symbols(before));
    assertThat(original.notCosted()).isEmpty();
    assertThat(normalized.parameters()).isEqualTo(original.parameters());
    assertThat(normalized.macs()).isEqualTo(original.macs());
    assertThat(normalized.flops()).isEqualTo(original.flops());
  }

  @ParameterizedTest
  @MethodSource("models")
  void changesNothingTheSecondTime(String model) {
    Graph once = Normalization.normalize(Fixtures.read(model)).graph();
    Rewrite twice = Normalization.normalize(once);
    assertThat(twice.changes()).isEmpty();
    assertThat(GraphText.of(twice.graph())).isEqualTo(GraphText.of(once));
    assertThat(GraphChecker.check(once)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit_tiny", "vit12-fashion"})
  void leavesOneShapeNodeForTheClassToken(String model) {
    Graph graph = Normalization.normalize(Fixtures.read(model)).graph();
    assertThat(graph.nodes().stream().filter(node -> node.is("Shape"))).hasSize(1);
    assertThat(graph.nodes().stream().map(Node::operator))
        .doesNotContain("ConstantOfShape", "Unsqueeze", "Where", "Equal", "Cast", "Identity");
    Node expand = graph.nodes().stream().filter(n -> n.is("Expand")).findFirst().orElseThrow();
    assertThat(graph.isConstant(expand.inputs().getLast())).isFalse();
  }

  private static Map<String, Long> symbols(Graph graph, long batch) {
    Map<String, Long> symbols = new HashMap<>(Fixtures.symbols(graph));
    symbols.put(graph.inputs().getFirst().type().dim(0).factors().getFirst(), batch);
    return symbols;
  }

  private static void assertEqual(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(actual.get(name)).as(name).containsExactly(values, within(TOLERANCE)));
  }
}
