package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.PadWidths;
import io.espalier.graph.channel.ReshapeTarget;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** How nodes change whose attributes or constant inputs name extents that are cut. */
final class NodeCuts {
  private static final Map<String, BiFunction<Node, CutContext, Node>> CUTS =
      Map.ofEntries(
          Map.entry("Conv", NodeCuts::convolution),
          Map.entry("ConvTranspose", NodeCuts::convolution),
          Map.entry("Expand", NodeCuts::expand),
          Map.entry("GRU", NodeCuts::recurrence),
          Map.entry("Gather", NodeCuts::gather),
          Map.entry("GroupNormalization", NodeCuts::groupNormalization),
          Map.entry("LSTM", NodeCuts::recurrence),
          Map.entry("MaxUnpool", NodeCuts::unpool),
          Map.entry("Pad", NodeCuts::pad),
          Map.entry("RNN", NodeCuts::recurrence),
          Map.entry("Reshape", NodeCuts::reshape),
          Map.entry("Resize", NodeCuts::resize),
          Map.entry("Split", NodeCuts::split));

  private NodeCuts() {}

  /** What the cut graph needs in the place of a node; most nodes stay as they are. */
  static List<Node> apply(Node node, CutContext cut) {
    boolean touched =
        node.presentInputs().anyMatch(cut::isCut) || node.presentOutputs().anyMatch(cut::isCut);
    BiFunction<Node, CutContext, Node> change = CUTS.get(node.operator());
    if (!touched || !node.domain().isEmpty()) {
      return List.of(node);
    }
    return node.is("Slice")
        ? SliceCut.of(node, cut)
        : List.of(change == null ? node : change.apply(node, cut));
  }

  /** A depthwise convolution has as many groups as input channels. */
  private static Node convolution(Node node, CutContext cut) {
    String x = node.inputs().getFirst();
    long group = node.intAttribute("group", 1);
    return group > 1 && cut.before(x).dim(1).is(group)
        ? node.withAttribute("group", Attribute.of(cut.after(x).dim(1).size()))
        : node;
  }

  /** A normalisation of every channel alone has as many groups as channels. */
  private static Node groupNormalization(Node node, CutContext cut) {
    String x = node.inputs().getFirst();
    return cut.before(x).dim(1).is(node.intAttribute("num_groups", 1))
        ? node.withAttribute("num_groups", Attribute.of(cut.after(x).dim(1).size()))
        : node;
  }

  /** The attribute counts hidden units; it may be left out, and then stays so. */
  private static Node recurrence(Node node, CutContext cut) {
    return node.attributes().containsKey("hidden_size")
        ? node.withAttribute(
            "hidden_size", Attribute.of(cut.after(node.inputs().get(2)).dim(2).size()))
        : node;
  }

  private static Node reshape(Node node, CutContext cut) {
    String x = node.inputs().getFirst();
    String y = node.outputs().getFirst();
    long[] target = ReshapeTarget.of(cut.after(x), cut.after(y)).orElseThrow();
    return cut.withConstant(node.withoutAttribute("allowzero"), 1, Tensor.vector(target));
  }

  /** The sizes become explicit, for equal parts need not stay equal. */
  private static Node split(Node node, CutContext cut) {
    int axis = axis(node, cut, 0);
    long[] sizes =
        node.outputs().stream().mapToLong(part -> cut.after(part).dim(axis).size()).toArray();
    return cut.survivors().keepsAll(node.inputs().getFirst(), axis)
        ? node
        : cut.withConstant(node.withoutAttribute("num_outputs"), 1, Tensor.vector(sizes));
  }

  /** Indices count the positions that stay. */
  private static Node gather(Node node, CutContext cut) {
    String data = node.inputs().getFirst();
    int axis = axis(node, cut, 0);
    Optional<Tensor> indices = cut.constant(node, 1);
    if (cut.survivors().keepsAll(data, axis) || indices.isEmpty()) {
      return node;
    }
    int[] kept = cut.survivors().positions(data, axis);
    long extent = cut.before(data).dim(axis).size();
    long[] picked =
        Arrays.stream(indices.get().toLongs())
            .map(index -> index < 0 ? index + extent : index)
            .map(index -> Arrays.binarySearch(kept, (int) index))
            .filter(index -> index >= 0)
            .toArray();
    return cut.withConstant(node, 1, Constants.integers(indices.get(), picked));
  }

  /** Widths count what stays of the padding, or of what is taken away. */
  private static Node pad(Node node, CutContext cut) {
    String x = node.inputs().getFirst();
    String y = node.outputs().getFirst();
    Tensor pads = cut.constant(node, 1).orElseThrow();
    PadWidths widths = PadWidths.of(cut.before(x), pads, cut.constant(node, 3));
    long[] changed = pads.toLongs();
    for (int axis = 0; axis < cut.before(x).rank(); axis++) {
      Optional<Integer> entry = widths.entry(axis);
      if (entry.isPresent() && !(cut.keepsAll(x, axis) && cut.keepsAll(y, axis))) {
        long before = widths.before(axis);
        long after = widths.after(axis);
        changed[entry.get()] =
            before < 0 ? -cut.keptFirst(x, axis, -before) : cut.keptFirst(y, axis, before);
        changed[entry.get() + changed.length / 2] =
            after < 0 ? -cut.keptLast(x, axis, -after) : cut.keptLast(y, axis, after);
      }
    }
    return withIntegers(node, 1, pads, changed, cut);
  }

  /** A constant target names the channels, a computed one says 1 there. */
  private static Node expand(Node node, CutContext cut) {
    Optional<Tensor> target = cut.constant(node, 1);
    if (target.isEmpty()) {
      return node;
    }
    TensorType output = cut.after(node.outputs().getFirst());
    long[] changed = target.get().toLongs();
    int offset = output.rank() - changed.length;
    for (int entry = 0; entry < changed.length; entry++) {
      boolean copied = changed[entry] == 1;
      changed[entry] = copied ? 1 : output.dim(offset + entry).coefficient();
    }
    return withIntegers(node, 1, target.get(), changed, cut);
  }

  /** Sizes name the channels too, unless axes leave them out. */
  private static Node resize(Node node, CutContext cut) {
    return node.intsAttribute("axes").isPresent() ? node : withChannels(node, 3, cut);
  }

  private static Node unpool(Node node, CutContext cut) {
    return withChannels(node, 2, cut);
  }

  /** The node with the channels that stay as second entry of an optional constant shape. */
  private static Node withChannels(Node node, int input, CutContext cut) {
    Optional<Tensor> shape = cut.constant(node, input);
    if (shape.isEmpty()) {
      return node;
    }
    long[] changed = shape.get().toLongs();
    changed[1] = cut.after(node.outputs().getFirst()).dim(1).size();
    return withIntegers(node, input, shape.get(), changed, cut);
  }

  private static Node withIntegers(
      Node node, int input, Tensor old, long[] values, CutContext cut) {
    return Arrays.equals(old.toLongs(), values)
        ? node
        : cut.withConstant(node, input, Constants.integers(old, values));
  }

  private static int axis(Node node, CutContext cut, int otherwise) {
    long axis = node.intAttribute("axis", otherwise);
    return (int) (axis < 0 ? axis + cut.before(node.inputs().getFirst()).rank() : axis);
  }
}
