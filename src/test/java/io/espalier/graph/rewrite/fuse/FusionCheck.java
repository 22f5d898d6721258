package io.espalier.graph.rewrite.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.rewrite.lower.Lowering;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;

/** Runs a pass and holds its result against the graph it came from. */
final class FusionCheck {
  private static final long SEED = 11;
  private static final int BATCH = 2;
  private static final List<Long> OPSETS = List.of(13L, 17L, 18L, 21L);

  private FusionCheck() {}

  /** The text of the fused graph, once it is sound and computes in both runtimes what it did. */
  static String fused(Pass pass, Graph graph) {
    Rewrite rewrite = pass.apply(graph);
    assertThat(rewrite.changes()).isNotEmpty();
    assertThat(GraphChecker.check(rewrite.graph())).isEmpty();
    assertThat(CostModel.of(ShapeInference.infer(rewrite.graph())).macs())
        .isEqualTo(CostModel.of(ShapeInference.infer(graph)).macs());
    assertSameNumbers(graph, rewrite.graph());
    return GraphText.of(rewrite.graph());
  }

  static void assertSameNumbers(Graph before, Graph after) {
    Map<String, Tensor> inputs = SampleInputs.ofBatch(BATCH).draw(before, SEED);
    List<Tensor> expected = Parity.runOnnx(before, inputs);
    Parity.assertEqual(expected, Parity.runCompiled(ShapeInference.infer(after), inputs));
    for (long opset : OPSETS) {
      Parity.assertEqual(expected, Parity.runOnnx(Lowering.to(after, opset).graph(), inputs));
    }
  }

  static void assertUnchanged(Pass pass, Graph graph) {
    Rewrite rewrite = pass.apply(graph);
    assertThat(rewrite.changes()).isEmpty();
    assertThat(rewrite.graph()).isEqualTo(graph);
  }
}
