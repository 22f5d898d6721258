package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is a shuffle of one axis, and what only looks like one. */
class FoldShufflesTest {
  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 6, 4);

  private String shuffled(long[] parts, long[] permutation, long[] joined) {
    String apart = network.op("Reshape", x, network.constant("parts", Tensor.vector(parts)));
    Map<String, Attribute> perm = Map.of("perm", Attribute.ofInts(permutation));
    String turned = network.op("Transpose", perm, apart);
    return network.op("Reshape", turned, network.constant("joined", Tensor.vector(joined)));
  }

  private static long[] longs(long... values) {
    return values;
  }

  @Test
  void makesOneGatherOfAChannelShuffle() {
    network.output(shuffled(longs(-1, 2, 3, 4), longs(0, 2, 1, 3), longs(-1, 6, 4)), 6, 4);
    Graph folded = new FoldShuffles().apply(network.build()).graph();
    assertThat(GraphText.of(new RemoveDeadNodes().apply(folded).graph()))
        .isEqualTo(
            """
            graph g(x: float[batch,6,4]) -> (reshape_2_out: float[batch,6,4])
              reshape_2.order: int64[6] = [0, 3, 1, 4, 2, 5]
              reshape_2_out = Gather(x, reshape_2.order) {axis=1}
            """);
  }

  @Test
  void leavesATransposeOfOtherAxesAlone() {
    network.output(shuffled(longs(-1, 2, 3, 4), longs(0, 1, 3, 2), longs(-1, 6, 4)), 6, 4);
    assertUnchanged();
  }

  @Test
  void leavesAResultOfAnotherShapeAlone() {
    network.output(shuffled(longs(-1, 2, 3, 4), longs(0, 2, 1, 3), longs(-1, 3, 8)), 3, 8);
    assertUnchanged();
  }

  @Test
  void leavesPartsOfTwoAxesAlone() {
    network.output(shuffled(longs(-1, 3, 8), longs(0, 2, 1), longs(-1, 6, 4)), 6, 4);
    assertUnchanged();
  }

  private void assertUnchanged() {
    Graph graph = network.build();
    Rewrite rewrite = new FoldShuffles().apply(graph);
    assertThat(rewrite.changes()).isEmpty();
    assertThat(rewrite.graph()).isSameAs(graph);
  }
}
