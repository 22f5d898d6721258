package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OmitZeroStatesTest {
  private static final int UNITS = 2;

  /** A value for the first states of a recurrent layer. */
  private interface State {
    String in(NetworkBuilder net);
  }

  private static Graph network(State hidden, State cell) {
    NetworkBuilder net = new NetworkBuilder("states", 1);
    List<String> made =
        net.op(
            "LSTM",
            3,
            Map.of("hidden_size", Attribute.of((long) UNITS)),
            net.input("x", 1, 3),
            net.weight("w", 1, 4 * UNITS, 3),
            net.weight("r", 1, 4 * UNITS, UNITS),
            "",
            "",
            hidden.in(net),
            cell.in(net));
    net.output(net.op("Squeeze", made.getFirst(), net.constant("axis", Tensor.vector(1))));
    return net.build();
  }

  private static String computed(NetworkBuilder net, String stem) {
    String extents =
        net.op(
            "Concat",
            Map.of("axis", Attribute.of(0L)),
            net.constant(stem + ".extents", Tensor.vector(1, 1, UNITS)));
    return net.op("ConstantOfShape", extents);
  }

  private static String constant(NetworkBuilder net, String stem, float value) {
    return net.constant(stem, Tensor.ofFloats(new long[] {1, 1, UNITS}, 0, value));
  }

  private static String afterwards(State hidden, State cell) {
    return GraphText.of(new OmitZeroStates().apply(network(hidden, cell)).graph())
        .lines()
        .filter(line -> line.contains("LSTM("))
        .findFirst()
        .orElseThrow()
        .replaceAll(".*LSTM\\((.*)\\).*", "$1");
  }

  @Test
  void leavesOutZerosThatAreComputedOrConstant() {
    assertThat(afterwards(net -> computed(net, "h"), net -> constant(net, "c", 0)))
        .isEqualTo("x, w, r");
  }

  @Test
  void followsZerosThatAreOnlyMoved() {
    State moved =
        net ->
            net.op(
                "Slice",
                net.constant("wide", Tensor.ofFloats(new long[] {3, 1, UNITS}, new float[6])),
                net.constant("start", Tensor.vector(1)),
                net.constant("end", Tensor.vector(2)));
    assertThat(afterwards(moved, net -> constant(net, "c", 0))).isEqualTo("x, w, r");
  }

  @Test
  void keepsAPlaceBeforeAStateThatIsNotZero() {
    assertThat(afterwards(net -> computed(net, "h"), net -> constant(net, "c", 1)))
        .isEqualTo("x, w, r, , , , c");
  }

  @Test
  void leavesStatesAloneThatAreNotZeroOrNotKnown() {
    Graph graph =
        network(net -> constant(net, "h", 1), net -> net.op("Relu", constant(net, "c", 0)));
    assertThat(new OmitZeroStates().apply(graph).changes()).isEmpty();
  }
}
