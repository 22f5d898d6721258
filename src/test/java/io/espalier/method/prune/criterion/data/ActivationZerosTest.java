package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ActivationZerosTest {
  private static final ActivationZeros CRITERION = new ActivationZeros(SmallNetworks.SAMPLES);
  private static final int WIDTH = 6;
  private static final double EXACT = 1e-12;

  @Test
  void isTheShareOfActivationsThatAreNotZero() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    float[] maps = SmallNetworks.value(graph, "relu_1_out").toFloats();
    int size = SmallNetworks.SIDE * SmallNetworks.SIDE;
    double[] expected = new double[WIDTH];
    for (int i = 0; i < maps.length; i++) {
      expected[i / size % WIDTH] += maps[i] > 0 ? 1.0 / (size * SmallNetworks.SAMPLES) : 0;
    }
    assertThat(SmallNetworks.scores(CRITERION, graph).getFirst())
        .containsExactly(expected, within(EXACT));
    assertThat(Arrays.stream(expected)).allMatch(score -> score > 0 && score < 1);
  }

  @Test
  void channelThatIsAlwaysNegativeScoresZero() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    float[] bias = graph.initializers().get("conv0.bias").toFloats();
    bias[2] = -1000;
    Graph dead = SmallNetworks.with(graph, "conv0.bias", Tensor.ofFloats(new long[] {WIDTH}, bias));
    double[] scores = SmallNetworks.scores(CRITERION, dead).getFirst();
    assertThat(scores[2]).isZero();
    assertThat(Arrays.stream(scores).filter(score -> score == 0)).hasSize(1);
  }

  @Test
  void refusesAFunctionThatIsNeverZero() {
    Graph graph = SmallNetworks.chain("Sigmoid", WIDTH);
    assertThatThrownBy(() -> SmallNetworks.scores(CRITERION, graph))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("apoz")
        .hasMessageContaining("none of the activations");
  }
}
