package io.espalier.graph.channel;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that join axes end to end or take parts of them. */
final class JoinRules {
  private JoinRules() {}

  static void concat(Coupling node) {
    String y = node.out(0);
    int axis = node.axisAttribute("axis", 1, y);
    int offset = 0;
    for (String part : node.node().presentInputs().toList()) {
      offset = tieRun(node, part, y, axis, offset);
    }
  }

  static void split(Coupling node) {
    String x = node.in(0);
    int axis = node.axisAttribute("axis", 0, x);
    int offset = 0;
    for (String part : node.node().presentOutputs().toList()) {
      offset = tieRun(node, part, x, axis, offset);
    }
    if (node.node().outputs().contains("")) {
      node.freeze(x, axis, "An output of the Split is omitted.");
    }
  }

  /** Ties a part to the run of the whole that starts at an offset; returns where the run ends. */
  private static int tieRun(Coupling node, String part, String whole, int axis, int offset) {
    for (int other = 0; other < node.rank(whole); other++) {
      if (other != axis) {
        node.tie(part, other, whole, other);
      }
    }
    int extent = node.extent(part, axis);
    if (extent < 0 || node.extent(whole, axis) < 0) {
      node.freeze(part, axis, "It is joined with parts of unknown extent.");
      node.freeze(whole, axis, "It is joined of parts of unknown extent.");
      return offset;
    }
    for (int i = 0; i < extent; i++) {
      node.tie(part, axis, i, whole, axis, offset + i);
    }
    return offset + extent;
  }

  /** Parts with constant bounds. */
  static void slice(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    Optional<SliceBounds> bounds = bounds(node);
    if (bounds.isEmpty()) {
      node.freezeAll("The bounds of the Slice are computed.");
      return;
    }
    for (int axis = 0; axis < node.rank(x); axis++) {
      Optional<SliceBounds.Run> run = bounds.get().run(axis);
      if (run.isEmpty()) {
        node.tie(x, axis, y, axis);
      } else {
        sliceAxis(node, axis, run.get());
      }
    }
  }

  private static void sliceAxis(Coupling node, int axis, SliceBounds.Run run) {
    String x = node.in(0);
    String y = node.out(0);
    if (node.extent(x, axis) < 0 || node.extent(y, axis) < 0) {
      node.freeze(x, axis, "The Slice takes positions of an axis of unknown extent.");
      node.freeze(y, axis, "The Slice gives positions of an axis of unknown extent.");
      return;
    }
    node.tieEach(y, axis, x, axis, run::source);
  }

  private static Optional<SliceBounds> bounds(Coupling node) {
    String x = node.in(0);
    boolean computed =
        IntStream.range(1, 5)
            .anyMatch(i -> node.node().input(i).isPresent() && node.constant(i).isEmpty());
    return computed
        ? Optional.empty()
        : Optional.of(
            SliceBounds.of(
                node.type(x),
                node.constant(1).orElseThrow(),
                node.constant(2).orElseThrow(),
                node.constant(3),
                node.constant(4)));
  }

  /** Constant indices pick positions; computed ones look rows of a table up. */
  static void gather(Coupling node) {
    String data = node.in(0);
    int axis = node.axisAttribute("axis", 0, data);
    int rankIndices = node.rank(node.in(1));
    for (int other = 0; other < node.rank(data); other++) {
      if (other != axis) {
        node.tie(data, other, node.out(0), other < axis ? other : other + rankIndices - 1);
        node.slot(data, other, SlotRole.OUT);
      }
    }
    node.slot(data, axis, SlotRole.IN);
    Optional<Tensor> indices = node.constant(1);
    if (indices.isEmpty()) {
      lookUp(node, axis, rankIndices);
    } else {
      pick(node, axis, indices.get());
    }
  }

  private static void lookUp(Coupling node, int axis, int rankIndices) {
    node.freeze(node.in(0), axis, "Computed indices choose among its positions.");
    for (int i = 0; i < rankIndices; i++) {
      node.tie(node.in(1), i, node.out(0), axis + i);
    }
  }

  private static void pick(Coupling node, int axis, Tensor indices) {
    String data = node.in(0);
    int extent = node.extent(data, axis);
    long[] picked = Arrays.stream(indices.toLongs()).map(i -> i < 0 ? i + extent : i).toArray();
    boolean inside = Arrays.stream(picked).allMatch(i -> i >= 0 && i < extent);
    boolean repeated = Arrays.stream(picked).distinct().count() < picked.length;
    if (indices.rank() > 1 || !inside) {
      node.freeze(
          data, axis, "Indices of several axes, or outside it, choose among its positions.");
      for (int i = 0; i < indices.rank(); i++) {
        node.freeze(
            node.out(0), axis + i, "It is chosen by indices of several axes, or outside the data.");
      }
    } else if (repeated && !node.isComputed(data)) {
      node.freeze(data, axis, "Its positions are looked up, some of them more than once.");
      node.freeze(node.out(0), axis, "It is looked up in a constant, some of it more than once.");
    } else if (indices.rank() == 0) {
      node.freezePosition(data, axis, (int) picked[0], "A Gather picks this one position.");
    } else {
      for (int i = 0; i < picked.length; i++) {
        node.tie(node.out(0), axis, i, data, axis, (int) picked[i]);
      }
    }
  }

  /** Reads extents as numbers: what a later node makes of them must stay true. */
  static void shape(Coupling node) {
    String x = node.in(0);
    int start = node.axis(node.node().intAttribute("start", 0), x);
    for (Node reader : node.consumers(node.out(0))) {
      for (int element : readElements(node, reader)) {
        int axis = start + element;
        if (axis >= 0 && axis < node.rank(x)) {
          node.freeze(x, axis, "The network computes with its extent.");
        }
      }
    }
  }

  /** Which elements of the shape a reader uses: those it picks, otherwise all. */
  private static List<Integer> readElements(Coupling node, Node reader) {
    int rank = (int) node.dim(node.out(0), 0).size();
    Optional<List<Integer>> picked =
        reader.is("Gather")
            ? reader.input(1).flatMap(node::constant).map(indices -> elements(indices, rank))
            : reader.is("Slice") ? sliced(node.at(reader)) : Optional.empty();
    return picked.orElseGet(() -> IntStream.range(0, rank).boxed().toList());
  }

  private static List<Integer> elements(Tensor indices, int rank) {
    return Arrays.stream(indices.toLongs()).mapToObj(i -> (int) (i < 0 ? i + rank : i)).toList();
  }

  /** Elements of a vector that a Slice takes. */
  private static Optional<List<Integer>> sliced(Coupling slice) {
    int taken = slice.extent(slice.out(0), 0);
    return bounds(slice)
        .flatMap(bounds -> bounds.run(0))
        .filter(_ -> taken >= 0)
        .map(run -> IntStream.range(0, taken).map(run::source).boxed().toList());
  }
}
