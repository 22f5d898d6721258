package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.ReshapeTarget;
import io.espalier.graph.channel.SliceBounds;
import java.util.Arrays;
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
          Map.entry("LSTM", NodeCuts::recurrence),
          Map.entry("RNN", NodeCuts::recurrence),
          Map.entry("Reshape", NodeCuts::reshape),
          Map.entry("Resize", NodeCuts::resize),
          Map.entry("Slice", NodeCuts::slice),
          Map.entry("Split", NodeCuts::split));

  private NodeCuts() {}

  /** The node as the cut graph needs it; most nodes stay as they are. */
  static Node apply(Node node, CutContext cut) {
    boolean touched =
        node.presentInputs().anyMatch(cut::isCut) || node.presentOutputs().anyMatch(cut::isCut);
    BiFunction<Node, CutContext, Node> change = CUTS.get(node.operator());
    return touched && change != null && node.domain().isEmpty() ? change.apply(node, cut) : node;
  }

  /** A depthwise convolution has as many groups as input channels. */
  private static Node convolution(Node node, CutContext cut) {
    String x = node.inputs().getFirst();
    long group = node.intAttribute("group", 1);
    return group > 1 && cut.before(x).dim(1).is(group)
        ? node.withAttribute("group", Attribute.of(cut.after(x).dim(1).size()))
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

  private static Node slice(Node node, CutContext cut) {
    String data = node.inputs().getFirst();
    TensorType before = cut.before(data);
    Tensor starts = cut.constant(node, 1).orElseThrow();
    Tensor ends = cut.constant(node, 2).orElseThrow();
    SliceBounds bounds =
        SliceBounds.of(before, starts, ends, cut.constant(node, 3), cut.constant(node, 4));
    long[] newStarts = starts.toLongs();
    long[] newEnds = ends.toLongs();
    for (int axis = 0; axis < before.rank(); axis++) {
      Optional<SliceBounds.Run> run = bounds.run(axis);
      if (run.isPresent() && !cut.survivors().keepsAll(data, axis)) {
        int entry = run.get().entry();
        newStarts[entry] = keptBefore(cut.survivors().positions(data, axis), run.get().start());
        newEnds[entry] = newStarts[entry] + cut.after(node.outputs().getFirst()).dim(axis).size();
      }
    }
    Node started = withIntegers(node, 1, starts, newStarts, cut);
    return withIntegers(started, 2, ends, newEnds, cut);
  }

  private static long keptBefore(int[] kept, int position) {
    return Arrays.stream(kept).filter(i -> i < position).count();
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

  /** Sizes name the channels too. */
  private static Node resize(Node node, CutContext cut) {
    Optional<Tensor> sizes = cut.constant(node, 3);
    if (sizes.isEmpty()) {
      return node;
    }
    long[] changed = sizes.get().toLongs();
    changed[1] = cut.after(node.outputs().getFirst()).dim(1).size();
    return withIntegers(node, 3, sizes.get(), changed, cut);
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
