package io.espalier.graph.channel;

import static io.espalier.graph.channel.Frozen.WIDTH;
import static io.espalier.graph.channel.Frozen.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators that read positions as numbers keep those, and only those. */
class SelectionFreezeTest {

  @Test
  void anAccumulatedAxisStays() {
    assertThat(reason((net, x) -> net.op("CumSum", x, net.constant("axis", scalar(1)))))
        .isEqualTo("CumSum mixes its positions.");
  }

  @Test
  void accumulationAlongAnotherAxisDoesNotFreezeChannels() {
    assertThat(reason((net, x) -> net.op("CumSum", x, net.constant("axis", scalar(-1)))))
        .isEqualTo("prunable");
  }

  private static Tensor scalar(long value) {
    return Tensor.ofLongs(new long[0], value);
  }

  @Test
  void anOrderedAxisStays() {
    assertThat(reason((net, x) -> topK(net, x, 1))).isEqualTo("TopK orders its positions.");
    assertThat(reason((net, x) -> topK(net, x, 2))).isEqualTo("prunable");
  }

  private static String topK(NetworkBuilder net, String x, long axis) {
    String count = net.constant("k", Tensor.vector(axis == 1 ? WIDTH : 4));
    return net.op("TopK", 2, Map.of("axis", Attribute.of(axis)), x, count).getFirst();
  }

  @Test
  void anAxisOfClassesThatOneHotMakesStays() {
    NetworkBuilder net = new NetworkBuilder("one-hot", 1);
    String numbers = net.op("Cast", Map.of("to", Attribute.of(7L)), net.input("x", 5));
    String values = net.constant("values", Tensor.ofFloats(new long[] {2}, 0, 1));
    String classes = net.op("OneHot", numbers, net.constant("depth", scalar(6)), values);
    net.output(net.op("MatMul", classes, net.weight("table", 6, 4)), 5, 4);
    assertThat(GroupText.of(GroupText.analyze(net.build())))
        .contains("table/0 IN] frozen: Each position stands for a number that OneHot looks for.");
  }

  @Test
  void onlyTheAxisThatIndicesNameStays() {
    assertThat(reason((net, x) -> elements(net, x, 1)))
        .isEqualTo("Indices choose among its positions.");
    assertThat(reason((net, x) -> elements(net, x, 3))).isEqualTo("prunable");
  }

  /** The first element along one axis, everywhere. */
  private static String elements(NetworkBuilder net, String x, long axis) {
    String indices = net.op("Cast", Map.of("to", Attribute.of(7L)), net.op("IsInf", x));
    return net.op("GatherElements", Map.of("axis", Attribute.of(axis)), x, indices);
  }

  @Test
  void aChannelOverwrittenByNumberFreezesAll() {
    assertThat(reason((net, x) -> overwritten(net, x, new long[][] {{0, 2}})))
        .isEqualTo("Indices choose among its positions.");
    assertThat(reason((net, x) -> overwritten(net, x, new long[][] {{0}}))).isEqualTo("prunable");
  }

  /** Overwrites what some indices name with what is there already. */
  private static String overwritten(NetworkBuilder net, String x, long[][] named) {
    String indices = net.constant("at", Tensor.ofLongs(new long[] {1, named[0].length}, named[0]));
    return net.op("ScatterND", x, indices, net.op("GatherND", x, indices));
  }

  @Test
  void poolIndicesThatAreReadFreezeChannels() {
    assertThat(
            reason(
                (net, x) -> {
                  List<String> made = pool(net, x);
                  Map<String, Attribute> real = Map.of("to", Attribute.of(1L));
                  return net.op("Add", made.get(0), net.op("Cast", real, made.get(1)));
                }))
        .isEqualTo("The indices of the pool count its channels, and something reads them.");
  }

  @Test
  void poolIndicesThatNothingReadsFreezeNothing() {
    assertThat(reason((net, x) -> pool(net, x).getFirst())).isEqualTo("prunable");
  }

  private static List<String> pool(NetworkBuilder net, String x) {
    return net.op("MaxPool", 2, Map.of("kernel_shape", Attribute.ofInts(1, 1)), x);
  }

  @Test
  void channelsWhoseOrderIsTurnedAroundStay() {
    Map<String, Attribute> channels =
        Map.of("batch_axis", Attribute.of(0L), "time_axis", Attribute.of(1L));
    assertThat(
            reason(
                (net, x) -> {
                  String length = net.op("Cast", Map.of("to", Attribute.of(7L)), net.input("n"));
                  return net.op("ReverseSequence", channels, x, length);
                }))
        .isEqualTo("ReverseSequence turns its order around.");
  }

  @Test
  void aQuantizedLayerSaysWhatToDoInstead() {
    NetworkBuilder net = new NetworkBuilder("quantized", 1);
    String x = net.conv(net.input("x", 3, 4, 4), 3, WIDTH, 3, 1, 1);
    List<String> bytes = net.op("DynamicQuantizeLinear", 3, Map.of(), x);
    net.op("Relu", bytes.get(0));
    net.output("relu_2_out", WIDTH, 4, 4);
    assertThat(GroupText.analyze(net.build()).groups().getFirst().freezes())
        .extracting(FreezeReason::reason)
        .contains(
            "A quantized layer is not cut. Prune the floating-point model, then quantize the"
                + " result.");
  }

  @Test
  void aResizeOfAComputedSizeSaysSo() {
    assertThat(
            reason(
                (net, x) -> {
                  String sizes = net.op("Shape", net.input("like", WIDTH, 4, 4));
                  return net.op("Resize", x, "", "", sizes);
                }))
        .isEqualTo("The sizes of the Resize are computed.");
  }

  @Test
  void anExtentThatASliceLeavesOutIsNotComputedWith() {
    assertThat(
            reason(
                (net, x) -> {
                  String batch =
                      net.op(
                          "Slice",
                          net.op("Shape", x),
                          net.constant("from", Tensor.vector(0)),
                          net.constant("to", Tensor.vector(1)));
                  String real = net.op("Cast", Map.of("to", Attribute.of(1L)), batch);
                  return net.op("Div", x, real);
                }))
        .isEqualTo("prunable");
  }
}
