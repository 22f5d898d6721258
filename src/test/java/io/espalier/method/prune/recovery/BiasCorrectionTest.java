package io.espalier.method.prune.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.method.spec.prune.Recovery;
import java.util.List;
import org.junit.jupiter.api.Test;

class BiasCorrectionTest {
  private static final double FLOAT_MEAN = 1e-5;
  private static final int SAMPLES = 40;
  private static final double HALF = 0.5;

  private static Recovered corrected(CutNetwork network) {
    SampleInputs samples = SampleInputs.of(network.cut().inputs().getFirst(), 0, SAMPLES, 16);
    return CutNetworks.recover(network, samples, Recovery.BIAS_CORRECTION);
  }

  @Test
  void outputsHaveTheMeanTheyHadInTheOriginal() {
    for (String name : new String[] {"chain", "residual", "grouped"}) {
      CutNetwork network = CutNetworks.cut(SampleNetworks.build(name, 3), HALF);
      Graph graph = corrected(network).graph();
      Tensor inputs =
          SampleInputs.of(graph.inputs().getFirst(), 0, SAMPLES, SAMPLES).inputs(0, SAMPLES);
      Tensor wanted = CutNetworks.output(network.original(), inputs);
      Tensor made = CutNetworks.output(graph, inputs);
      for (int output = 0; output < wanted.dim(1); output++) {
        assertThat(mean(made, output)).isCloseTo(mean(wanted, output), within(FLOAT_MEAN));
      }
    }
  }

  private static double mean(Tensor values, int column) {
    double sum = 0;
    for (int row = 0; row < values.dim(0); row++) {
      sum += values.doubleAt(row * values.dim(1) + column);
    }
    return sum / values.dim(0);
  }

  @Test
  void noErrorGrows() {
    for (String name : List.of("residual", "depthwise", "squeeze-excite", "attention-separate")) {
      CutNetwork network = CutNetworks.cut(SampleNetworks.build(name, 4), HALF);
      assertThat(corrected(network).layers())
          .as(name)
          .isNotEmpty()
          .allSatisfy(
              layer ->
                  assertThat(layer.errorAfter())
                      .isLessThanOrEqualTo(layer.errorBefore() + FLOAT_MEAN));
    }
  }

  @Test
  void aLayerWithoutBiasStaysAndIsNamed() {
    NetworkBuilder net = new NetworkBuilder("bare", 8);
    String first = net.relu(net.conv(net.input("x", 3, 4, 4), 3, 8, 3, 1, 1));
    String bare = net.op("Conv", first, net.weight("bare.weight", 4, 8, 1, 1));
    CutNetwork network = CutNetworks.cut(net.output(bare, 4, 4, 4).build(), HALF);

    Recovered recovered = corrected(network);

    assertThat(recovered.graph()).isEqualTo(network.cut());
    assertThat(recovered.warnings())
        .singleElement()
        .asString()
        .contains(network.cut().nodes().getLast().name());
  }
}
