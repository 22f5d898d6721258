package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sizes that are computed from batch and channels. */
class FoldResizesTest {
  private static final Map<String, Attribute> NEAREST = Map.of("mode", Attribute.of("nearest"));
  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 3, 4, 4);

  /** Batch and channels of x, then these sizes. */
  private String sizes(long height, long width) {
    Map<String, Attribute> firstTwo = Map.of("end", Attribute.of(2L));
    String kept = network.op("Shape", firstTwo, x);
    String size = network.constant("size", Tensor.vector(height, width));
    return network.op("Concat", Map.of("axis", Attribute.of(0L)), kept, size);
  }

  @Test
  void makesTheScalesConstant() {
    network.output(network.op("Resize", NEAREST, x, "", "", sizes(8, 6)), 3, 8, 6);
    Graph folded = new FoldResizes().apply(network.build()).graph();
    assertThat(GraphText.of(new RemoveDeadNodes().apply(folded).graph()))
        .isEqualTo(
            """
            graph g(x: float[batch,3,4,4]) -> (resize_2_out: float[batch,3,8,6])
              resize_2.scales: float[4]
              resize_2_out = Resize(x, , resize_2.scales) {mode="nearest"}
            """);
    assertThat(folded.initializers().get("resize_2.scales").toFloats())
        .containsExactly(1, 1, 2, 1.5f);
  }

  @Test
  void leavesAPolicyThatSizesAreNeededForAlone() {
    Map<String, Attribute> policy = Map.of("keep_aspect_ratio_policy", Attribute.of("not_larger"));
    network.output(network.op("Resize", policy, x, "", "", sizes(8, 8)), 3, 8, 8);
    assertUnchanged();
  }

  @Test
  void leavesConstantSizesAlone() {
    String sizes = network.constant("sizes", Tensor.vector(1, 3, 8, 8));
    network.output(network.op("Resize", NEAREST, x, "", "", sizes), 3, 8, 8);
    assertUnchanged();
  }

  private void assertUnchanged() {
    Graph graph = network.build();
    Rewrite rewrite = new FoldResizes().apply(graph);
    assertThat(rewrite.changes()).isEmpty();
    assertThat(rewrite.graph()).isSameAs(graph);
  }
}
