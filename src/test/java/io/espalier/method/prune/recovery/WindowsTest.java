package io.espalier.method.prune.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A window times the weight is what the convolution computes there. */
class WindowsTest {
  private static final double FLOAT_SUM = 1e-4;
  private static final int IN = 4;
  private static final int OUT = 6;
  private static final int SAMPLES = 2;

  @Test
  void plain() {
    check(Map.of("pads", Attribute.ofInts(1, 1, 1, 1)), 1, new long[] {3, 3}, 6, 5);
  }

  @Test
  void stridedDilatedAndPaddedUnevenly() {
    Map<String, Attribute> attributes =
        Map.of(
            "pads", Attribute.ofInts(2, 0, 1, 3),
            "strides", Attribute.ofInts(2, 3),
            "dilations", Attribute.ofInts(1, 2));
    check(attributes, 1, new long[] {2, 3}, 7, 9);
  }

  @Test
  void grouped() {
    Map<String, Attribute> attributes =
        Map.of("group", Attribute.of(2L), "pads", Attribute.ofInts(1, 1, 1, 1));
    check(attributes, 2, new long[] {3, 3}, 5, 5);
  }

  @Test
  void onOneAndThreeAxes() {
    check(Map.of("strides", Attribute.ofInts(2)), 1, new long[] {3}, 9);
    check(Map.of("pads", Attribute.ofInts(0, 1, 0, 1, 0, 1)), 1, new long[] {2, 1, 3}, 4, 3, 5);
  }

  @Test
  void paddedToTheSameSize() {
    for (String mode : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
      Map<String, Attribute> attributes =
          Map.of("auto_pad", Attribute.of(mode), "strides", Attribute.ofInts(2, 2));
      check(attributes, 1, new long[] {2, 3}, 5, 6);
    }
  }

  private static void check(
      Map<String, Attribute> attributes, int groups, long[] kernel, long... size) {
    Graph graph = graph(attributes, groups, kernel, size);
    LinearLayer layer = LinearLayer.of(graph, graph.nodes().getFirst()).orElseThrow();
    SampleInputs samples = SampleInputs.of(graph.inputs().getFirst(), 0, SAMPLES, SAMPLES);
    Tensor maps = samples.inputs(0, SAMPLES);
    Tensor computed = CutNetworks.output(graph, maps);
    Tensor weight = graph.initializers().get("weight");
    ChannelLayout layout = ChannelLayout.of(computed, false);
    Windows windows = new Windows(layer, maps, computed.shape());
    double[] window = new double[layer.features()];
    for (int row = 0; row < layout.rows(); row++) {
      for (int channel = 0; channel < OUT; channel++) {
        int group = channel / layer.outputs();
        windows.read(row, group * (IN / groups), IN / groups, (k, value) -> window[k] = value);
        double sum = 0;
        for (int k = 0; k < window.length; k++) {
          sum += window[k] * weight.doubleAt((long) channel * window.length + k);
        }
        assertThat(sum).isCloseTo(computed.doubleAt(layout.index(row, channel)), within(FLOAT_SUM));
      }
    }
  }

  private static Graph graph(
      Map<String, Attribute> attributes, int groups, long[] kernel, long... size) {
    NetworkBuilder net = new NetworkBuilder("windows", 1);
    long[] input = new long[size.length + 1];
    input[0] = IN;
    System.arraycopy(size, 0, input, 1, size.length);
    long[] shape = new long[size.length + 2];
    shape[0] = OUT;
    shape[1] = IN / groups;
    System.arraycopy(kernel, 0, shape, 2, kernel.length);
    String y = net.op("Conv", attributes, net.input("x", input), net.weight("weight", shape));
    TypedGraph typed = ShapeInference.infer(net.build());
    long[] made =
        typed.type(y).orElseThrow().shape().stream().skip(1).mapToLong(Dim::size).toArray();
    return net.output(y, made).build();
  }
}
