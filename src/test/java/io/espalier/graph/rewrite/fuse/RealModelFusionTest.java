package io.espalier.graph.rewrite.fuse;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in models that others exported. */
class RealModelFusionTest {
  private static final long SEED = 7;
  private static final int BATCH = 2;

  @ParameterizedTest
  @CsvSource({
    "vit_tiny, Attention, 12",
    "vit_tiny, Gelu, 12",
    "vit12-fashion, LayerNormalization, 25",
    "vit12-fashion, Attention, 12",
    "vit12-fashion, Gelu, 12",
    Fixtures.CLASSIFIER + ", HardSwish, 18"
  })
  void findsEveryBlock(String name, String operator, long expected) {
    Graph fused = Fusion.fuse(normalized(name)).graph();
    assertThat(fused.nodes().stream().collect(groupingBy(Node::operator, counting())))
        .containsEntry(operator, expected);
  }

  @ParameterizedTest
  @CsvSource({"vit_tiny", "vit12-fashion", Fixtures.CLASSIFIER})
  void keepsNumbersAndCost(String name) {
    Graph graph = normalized(name);
    Graph fused = Fusion.fuse(graph).graph();
    Map<String, Tensor> inputs = new SampleInputs(BATCH, Fixtures.symbols(graph)).draw(graph, SEED);
    Parity.assertEqual(
        Parity.runOnnx(graph, inputs), Parity.runCompiled(ShapeInference.infer(fused), inputs));
    Cost before = CostModel.of(graph, Fixtures.symbols(graph));
    Cost after = CostModel.of(fused, Fixtures.symbols(graph));
    assertThat(after.macs()).isEqualTo(before.macs());
    assertThat(after.parameters()).isEqualTo(before.parameters());
  }

  @ParameterizedTest
  @CsvSource({"resnet8-fashion", "mobilenet_v2"})
  void leavesNetworksAloneThatSpellNothingOut(String name) {
    Graph graph = normalized(name);
    assertThat(Fusion.fuse(graph).graph()).isEqualTo(graph);
  }

  private static Graph normalized(String name) {
    return Normalization.normalize(Fixtures.read(name)).graph();
  }
}
