package io.espalier.graph.rewrite;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.Inference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one Gather of a Reshape that takes an axis apart, a Transpose of its parts and a Reshape
 * that joins them again, as the channel shuffle of ShuffleNet is written.
 *
 * <p>A Gather can lose any channel. The three nodes can only lose channels so that all parts stay
 * equally wide, and where shuffles follow one another, that ties everything to everything.
 */
public final class FoldShuffles implements Pass {

  /** An axis that is taken apart, and into how many parts. */
  private record Parts(int axis, int count) {}

  @Override
  public String name() {
    return "fold-shuffles";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Map<String, TensorType> types = Inference.of(graph).typed().types();
    GraphIndex index = GraphIndex.of(graph);
    Draft draft = new Draft(graph);
    for (Node last : graph.nodes()) {
      Optional<Node> transpose = before(last, "Reshape", "Transpose", index);
      Optional<Node> first = transpose.flatMap(t -> before(t, "Transpose", "Reshape", index));
      first.ifPresent(reshape -> fold(draft, types, reshape, transpose.get(), last));
    }
    return draft.finish();
  }

  /** The producer of the data of a node, when both are of these kinds. */
  private static Optional<Node> before(Node node, String kind, String producer, GraphIndex index) {
    return Optional.of(node)
        .filter(n -> n.is(kind))
        .flatMap(n -> index.producer(n.inputs().getFirst()))
        .filter(n -> n.is(producer));
  }

  private static void fold(
      Draft draft, Map<String, TensorType> types, Node first, Node transpose, Node last) {
    String data = first.inputs().getFirst();
    Optional<TensorType> whole = Optional.ofNullable(types.get(data));
    Optional<TensorType> apart = Optional.ofNullable(types.get(first.outputs().getFirst()));
    boolean known = whole.isPresent() && apart.isPresent();
    if (!known || !whole.get().equals(types.get(last.outputs().getFirst()))) {
      return;
    }
    List<Integer> order = order(transpose, apart.get().rank());
    parts(whole.get().shape(), apart.get().shape())
        .filter(parts -> staysWithin(parts, order))
        .ifPresent(
            parts -> {
              long[] indices = indices(apart.get(), parts, order);
              String name = draft.freshName(last.name() + ".order");
              draft
                  .put(name, Tensor.vector(indices))
                  .replace(last, gather(last, data, name, parts.axis()))
                  .note("Made one Gather of the shuffle (%s).".formatted(last.name()));
            });
  }

  private static Node gather(Node last, String data, String indices, int axis) {
    return new Node(
        last.name(),
        "",
        "Gather",
        List.of(data, indices),
        last.outputs(),
        Map.of("axis", Attribute.of((long) axis)));
  }

  private static List<Integer> order(Node transpose, int rank) {
    return transpose
        .intsAttribute("perm")
        .map(axes -> axes.stream().map(Long::intValue).toList())
        .orElseGet(() -> IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList());
  }

  /** The one axis of known extent whose parts stand in its place, if the others are as before. */
  private static Optional<Parts> parts(List<Dim> whole, List<Dim> apart) {
    int count = apart.size() - whole.size() + 1;
    int axis = 0;
    while (axis < whole.size() && whole.get(axis).equals(apart.get(axis))) {
      axis++;
    }
    if (count < 2 || axis == whole.size() || !whole.get(axis).isKnown()) {
      return Optional.empty();
    }
    boolean restIsAsBefore =
        whole.subList(axis + 1, whole.size()).equals(apart.subList(axis + count, apart.size()));
    boolean known = apart.subList(axis, axis + count).stream().allMatch(Dim::isKnown);
    return restIsAsBefore && known ? Optional.of(new Parts(axis, count)) : Optional.empty();
  }

  private static boolean staysWithin(Parts parts, List<Integer> order) {
    return IntStream.range(0, order.size())
        .filter(axis -> axis < parts.axis() || axis >= parts.axis() + parts.count())
        .allMatch(axis -> order.get(axis) == axis);
  }

  /** For each position after the shuffle, the one it had before. */
  private static long[] indices(TensorType apart, Parts parts, List<Integer> order) {
    long[] indices = {0};
    for (int axis = parts.axis(); axis < parts.axis() + parts.count(); axis++) {
      int part = order.get(axis);
      int extent = (int) apart.dim(part).size();
      long stride = stride(apart, part, parts);
      long[] longer = new long[indices.length * extent];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = indices[i / extent] + i % extent * stride;
      }
      indices = longer;
    }
    return indices;
  }

  private static long stride(TensorType apart, int part, Parts parts) {
    return IntStream.range(part + 1, parts.axis() + parts.count())
        .mapToLong(axis -> apart.dim(axis).size())
        .reduce(1, (a, b) -> a * b);
  }
}
