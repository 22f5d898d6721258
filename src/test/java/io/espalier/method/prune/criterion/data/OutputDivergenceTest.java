package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.method.prune.criterion.MemberScores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutputDivergenceTest {
  private static final OutputDivergence CRITERION = new OutputDivergence(SmallNetworks.SAMPLES);
  private static final double TOLERANCE = 1e-5;

  @Test
  void isTheMeanDivergenceWithoutTheChannel() {
    Graph graph = SmallNetworks.residual();
    Analysis analysis = SmallNetworks.analysis(graph);
    double[][] original = probabilities(graph);
    List<ChannelGroup> groups = SmallNetworks.groups(analysis);
    List<double[]> scores = SmallNetworks.scores(CRITERION, graph);
    for (int g = 0; g < groups.size(); g++) {
      for (int c = 0; c < groups.get(g).channels(); c++) {
        double[][] silenced = probabilities(silenced(analysis, groups.get(g), c));
        double expected = divergence(silenced, original);
        assertThat(scores.get(g)[c]).isCloseTo(expected, within(TOLERANCE)).isNotNegative();
      }
    }
  }

  @Test
  void outputsOfASoftmaxAreProbabilitiesAlready() {
    Graph logits = SmallNetworks.chain("Relu", 6);
    double[] expected = SmallNetworks.scores(CRITERION, logits).getFirst();
    assertThat(SmallNetworks.scores(CRITERION, SmallNetworks.withSoftmax(logits)).getFirst())
        .containsExactly(expected, within(TOLERANCE));
  }

  @Test
  void deadChannelChangesNothing() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", 6), "conv0", 3, 3, 0);
    assertThat(SmallNetworks.scores(CRITERION, graph).getFirst()[3]).isZero();
  }

  @Test
  void numbersAreComparedByTheirSquaredDifference() {
    Graph graph = SmallNetworks.chain("Relu", 6);
    Analysis analysis = SmallNetworks.analysis(graph);
    ChannelGroup group = SmallNetworks.groups(analysis).getFirst();
    double[] original = outputs(graph);
    double variance = 0;
    for (int k = 0; k < SmallNetworks.CLASSES; k++) {
      double mean = 0;
      for (int n = 0; n < SmallNetworks.SAMPLES; n++) {
        mean += original[n * SmallNetworks.CLASSES + k] / SmallNetworks.SAMPLES;
      }
      for (int n = 0; n < SmallNetworks.SAMPLES; n++) {
        double difference = original[n * SmallNetworks.CLASSES + k] - mean;
        variance += difference * difference / original.length;
      }
    }
    MemberScores scores =
        CRITERION
            .of(List.of(group), SmallNetworks.context(analysis, 5, DatasetTask.REGRESSION))
            .getFirst();
    for (int c = 0; c < group.channels(); c++) {
      double[] silenced = outputs(silenced(analysis, group, c));
      double squares = 0;
      for (int i = 0; i < original.length; i++) {
        squares += (silenced[i] - original[i]) * (silenced[i] - original[i]) / original.length;
      }
      assertThat(scores.members().getFirst()[c])
          .isCloseTo(squares / variance, withinPercentage(100 * TOLERANCE));
    }
  }

  @Test
  void onlyWhatIsBehindTheChannelIsRunAgain() {
    Analysis analysis = SmallNetworks.analysis(SmallNetworks.residual());
    NetworkTail.Finder finder = new NetworkTail.Finder(analysis, Long.MAX_VALUE);
    assertThat(finder.behind(Set.of("conv0.weight")).start()).isEqualTo("image");
    assertThat(finder.behind(Set.of("conv3.weight", "conv6.weight")).start())
        .isEqualTo("relu_2_out");
    assertThat(finder.behind(Set.of("conv6.weight")).start()).isEqualTo("relu_2_out");
    assertThat(finder.behind(Set.of("conv10.weight")).start()).isEqualTo("relu_9_out");
    assertThat(new NetworkTail.Finder(analysis, 1).behind(Set.of("conv10.weight")).start())
        .isEqualTo("image");
  }

  private static Graph silenced(Analysis analysis, ChannelGroup group, int channel) {
    return new ChannelMask(analysis.channels(), Map.of(group.id(), Set.of(channel))).apply();
  }

  private static double[] outputs(Graph graph) {
    Tensor output = SmallNetworks.value(graph, graph.outputs().getFirst().name());
    double[] values = new double[(int) output.elements()];
    output.copyTo(values, 0, values.length);
    return values;
  }

  private static double[][] probabilities(Graph graph) {
    double[] outputs = outputs(graph);
    double[][] probabilities = new double[SmallNetworks.SAMPLES][SmallNetworks.CLASSES];
    for (int n = 0; n < SmallNetworks.SAMPLES; n++) {
      double total = 0;
      for (int k = 0; k < SmallNetworks.CLASSES; k++) {
        probabilities[n][k] = Math.exp(outputs[n * SmallNetworks.CLASSES + k]);
        total += probabilities[n][k];
      }
      for (int k = 0; k < SmallNetworks.CLASSES; k++) {
        probabilities[n][k] /= total;
      }
    }
    return probabilities;
  }

  private static double divergence(double[][] silenced, double[][] original) {
    double sum = 0;
    for (int n = 0; n < silenced.length; n++) {
      for (int k = 0; k < silenced[n].length; k++) {
        sum += silenced[n][k] * Math.log(silenced[n][k] / original[n][k]) / silenced.length;
      }
    }
    return sum;
  }
}
