package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.SliceBounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a Slice changes whose axes are cut.
 *
 * <p>Bounds count the positions that stay. Those that were taken at a distance need not lie at
 * equal distances any more, so a Gather takes them one by one instead.
 */
final class SliceCut {
  private final Node node;
  private final CutContext cut;
  private final Tensor starts;
  private final Tensor ends;
  private final Optional<Tensor> steps;
  private final SliceBounds bounds;
  private final long[] newStarts;
  private final long[] newEnds;
  private final long[] newSteps;

  /** What a Gather takes from an axis, by axis. */
  private final Map<Integer, long[]> gathered = new TreeMap<>();

  private SliceCut(Node node, CutContext cut) {
    this.node = node;
    this.cut = cut;
    starts = cut.constant(node, 1).orElseThrow();
    ends = cut.constant(node, 2).orElseThrow();
    steps = cut.constant(node, 4);
    bounds = SliceBounds.of(cut.before(data()), starts, ends, cut.constant(node, 3), steps);
    newStarts = starts.toLongs();
    newEnds = ends.toLongs();
    newSteps = steps.map(Tensor::toLongs).orElseGet(() -> ones(newStarts.length));
  }

  /** The Slice, Gathers in its place, or Gathers before it. */
  static List<Node> of(Node node, CutContext cut) {
    SliceCut slice = new SliceCut(node, cut);
    for (int axis = 0; axis < cut.before(slice.data()).rank(); axis++) {
      slice.change(axis);
    }
    return slice.nodes();
  }

  private String data() {
    return node.inputs().getFirst();
  }

  private String part() {
    return node.outputs().getFirst();
  }

  private void change(int axis) {
    Optional<SliceBounds.Run> run = bounds.run(axis);
    if (run.isEmpty() || cut.survivors().keepsAll(data(), axis)) {
      return;
    }
    long part = cut.after(part()).dim(axis).size();
    long start = cut.keptFirst(data(), axis, run.get().start());
    if (run.get().step() == 1) {
      bound(run.get().entry(), start, start + part);
    } else {
      gathered.put(axis, taken(axis, run.get()));
      bound(run.get().entry(), 0, part);
    }
  }

  private void bound(int entry, long start, long end) {
    newStarts[entry] = start;
    newEnds[entry] = end;
    newSteps[entry] = 1;
  }

  /** Where the taken positions that stay lie among all that stay. */
  private long[] taken(int axis, SliceBounds.Run run) {
    int[] kept = cut.survivors().positions(data(), axis);
    return Arrays.stream(cut.survivors().positions(part(), axis))
        .map(run::source)
        .mapToLong(position -> Arrays.binarySearch(kept, position))
        .toArray();
  }

  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    boolean sliced = gathered.size() < newStarts.length;
    String value = data();
    TensorType type = cut.after(data());
    for (Map.Entry<Integer, long[]> taken : gathered.entrySet()) {
      type = withExtent(type, taken.getKey(), taken.getValue().length);
      boolean last = !sliced && nodes.size() == gathered.size() - 1;
      String next = last ? part() : cut.declare(part() + "_taken", type);
      nodes.add(gather(value, taken.getKey(), taken.getValue(), next));
      value = next;
    }
    if (sliced) {
      nodes.add(bounded(value));
    }
    return nodes;
  }

  private Node gather(String value, int axis, long[] taken, String to) {
    List<String> inputs = List.of(value, cut.put(node.name() + "_indices", Tensor.vector(taken)));
    String name = to.equals(part()) ? node.name() : cut.freshName(node.name() + "_gather");
    return new Node(
        name, "", "Gather", inputs, List.of(to), Map.of("axis", Attribute.of((long) axis)));
  }

  private Node bounded(String value) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, value);
    Node started = integers(node.withInputs(inputs), 1, starts, newStarts);
    Node ended = integers(started, 2, ends, newEnds);
    return steps.isPresent() ? integers(ended, 4, steps.get(), newSteps) : ended;
  }

  private Node integers(Node changed, int input, Tensor old, long[] values) {
    return Arrays.equals(old.toLongs(), values)
        ? changed
        : cut.withConstant(changed, input, Constants.integers(old, values));
  }

  private static TensorType withExtent(TensorType type, int axis, int extent) {
    List<Dim> shape = new ArrayList<>(type.shape());
    shape.set(axis, Dim.of(extent));
    return type.withShape(shape);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
