package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.Optional;

/**
 * A layer that reads the channels of a group: {@code y_j = Σ_c Σ_p Σ_t w[j, p, t] · x[p, t]} over
 * the positions p of each channel c and the taps t of its window.
 *
 * <p>These are convolutions of one group, Gemm and products with a constant matrix.
 *
 * @param input name of the value x
 * @param weight of the layer
 * @param positions on the channel axis of the input, by channel of the group
 * @param layout of the weight
 */
record ChannelConsumer(
    Node node, String input, Tensor weight, ChannelPositions positions, Layout layout) {

  /** Where filters and channels stand in a weight. */
  enum Layout {
    /** {@code [J, C, …]}, moved over the axes of the input after its second. */
    CONVOLUTION,
    /** {@code [J, C]}. */
    FILTERS_FIRST,
    /** {@code [C, J]}. */
    CHANNELS_FIRST
  }

  /** The consumers of a group, in graph order within each IN slot. */
  static List<ChannelConsumer> of(ChannelGroup group, Graph graph) {
    return group
        .slots(SlotRole.IN)
        .flatMap(slot -> graph.nodes().stream().flatMap(node -> read(slot, node, graph).stream()))
        .toList();
  }

  private static Optional<ChannelConsumer> read(Slot slot, Node node, Graph graph) {
    if (node.input(1).filter(slot.tensor()::equals).isEmpty()) {
      return Optional.empty();
    }
    Tensor weight = graph.initializers().get(slot.tensor());
    return layout(slot, node, weight)
        .map(
            layout ->
                new ChannelConsumer(
                    node, node.inputs().getFirst(), weight, slot.positions(), layout));
  }

  private static Optional<Layout> layout(Slot slot, Node node, Tensor weight) {
    boolean convolution = node.is("Conv") && node.intAttribute("group", 1) == 1;
    boolean gemm = node.is("Gemm") && node.intAttribute("transA", 0) == 0;
    boolean transposed = gemm && node.intAttribute("transB", 0) != 0;
    boolean product = gemm && !transposed || node.is("MatMul") && weight.rank() == 2;
    if (convolution && slot.axis() == 1) {
      return Optional.of(Layout.CONVOLUTION);
    }
    if (transposed && slot.axis() == 1) {
      return Optional.of(Layout.FILTERS_FIRST);
    }
    return product && slot.axis() == 0 ? Optional.of(Layout.CHANNELS_FIRST) : Optional.empty();
  }

  /** The axis of an input of this rank on which the channels stand. */
  int axis(int rank) {
    return layout == Layout.CONVOLUTION ? 1 : rank - 1;
  }

  /** How many filters read the channels. */
  int filters() {
    return (int) weight.dim(layout == Layout.CHANNELS_FIRST ? 1 : 0);
  }

  /** How many elements a filter has for each position. */
  int taps() {
    return layout == Layout.CONVOLUTION ? (int) positionStride() : 1;
  }

  /** How far apart the elements of neighbouring positions are in the weight. */
  long positionStride() {
    return switch (layout) {
      case CONVOLUTION -> filterStride() / weight.dim(1);
      case FILTERS_FIRST -> 1;
      case CHANNELS_FIRST -> weight.dim(1);
    };
  }

  /** How far apart the elements of neighbouring filters are in the weight. */
  long filterStride() {
    return layout == Layout.CHANNELS_FIRST ? 1 : weight.elements() / weight.dim(0);
  }
}
