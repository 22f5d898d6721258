package io.espalier.web.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Fixtures;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client gets to draw. */
class GraphDrawingTest {
  @Test
  void drawsNodesValuesAndConstants() {
    NetworkBuilder network = new NetworkBuilder("g", 1);
    String x = network.input("x", 4);
    network.output(network.relu(network.linear(x, 4, 3)), 3);
    GraphView view = GraphDrawing.draw(Analyzer.analyze(network.build()), false);
    assertThat(view.inputs()).containsExactly("x");
    assertThat(view.outputs()).containsExactly("relu_1_out");
    assertThat(view.nodes())
        .containsExactly(
            new GraphView.NodeView(
                "gemm_0",
                "Gemm",
                Map.of("transB", 1L),
                List.of("x", "linear0.weight", "linear0.bias"),
                List.of("gemm_0_out"),
                15,
                12,
                List.of()),
            new GraphView.NodeView(
                "relu_1",
                "Relu",
                Map.of(),
                List.of("gemm_0_out"),
                List.of("relu_1_out"),
                0,
                0,
                List.of()));
    assertThat(view.values())
        .containsExactly(
            new GraphView.ValueView("x", "float", List.of("batch", 4L)),
            new GraphView.ValueView("gemm_0_out", "float", List.of("batch", 3L)),
            new GraphView.ValueView("relu_1_out", "float", List.of("batch", 3L)));
    assertThat(view.initializers())
        .containsExactly(
            new GraphView.ConstantView("linear0.weight", "float", List.of(3L, 4L), 48),
            new GraphView.ConstantView("linear0.bias", "float", List.of(3L), 12));
  }

  @Test
  void drawsFusedOperatorsWithTheSameCost() {
    Analysis analysis = Analyzer.analyze(Fixtures.read(Fixtures.CLASSIFIER), Map.of());
    GraphView apart = GraphDrawing.draw(analysis, false);
    GraphView fused = GraphDrawing.draw(analysis, true);
    assertThat(fused.nodes()).extracting(GraphView.NodeView::operator).contains("HardSwish");
    assertThat(fused.fusions()).hasSize(apart.nodes().size() - fused.nodes().size() - 36);
    assertThat(fused.nodes().stream().mapToLong(GraphView.NodeView::macs).sum())
        .isEqualTo(apart.nodes().stream().mapToLong(GraphView.NodeView::macs).sum());
  }

  @Test
  void saysWhyATypeIsNotKnown() {
    NetworkBuilder network = new NetworkBuilder("g", 1);
    network.output(network.op("FromElsewhere", network.input("x", 4)), 4);
    GraphView view = GraphDrawing.draw(Analyzer.analyze(network.build()), true);
    assertThat(view.nodes().getFirst().notes()).anyMatch(note -> note.contains("FromElsewhere"));
    assertThat(view.values().getLast())
        .isEqualTo(new GraphView.ValueView("fromelsewhere_0_out", "", List.of()));
  }

  @Test
  void describesWhatIsTooLongForJson() {
    Tensor tensor = Tensor.ofFloats(new long[] {2}, 1, 2);
    assertThat(AttributeJson.of(Attribute.of(tensor)))
        .isEqualTo(Map.of("type", "float", "shape", List.of(2L)));
    assertThat(AttributeJson.of(Attribute.of(Float.NEGATIVE_INFINITY))).isEqualTo("-Infinity");
    assertThat(AttributeJson.of(Attribute.ofInts(new long[257])))
        .isEqualTo(Map.of("elements", 257));
    assertThat(AttributeJson.of(Attribute.of("a".repeat(2000))))
        .isEqualTo(Map.of("characters", 2000));
    assertThat(AttributeJson.of(Attribute.ofInts(3, 3))).isEqualTo(List.of(3L, 3L));
  }
}
