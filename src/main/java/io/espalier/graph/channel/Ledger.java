package io.espalier.graph.channel;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything the rules have found out about one graph so far. */
final class Ledger {
  /** The axis of a constant that a layer reads its channels from. */
  record SlotKey(String tensor, int axis) {}

  /** Who reads a slot first, and as what. */
  record SlotUse(String layer, SlotRole role) {}

  final Graph graph;
  final GraphIndex index;
  final Positions positions;
  final Components components;
  final List<Freeze> freezes = new ArrayList<>();
  final BitSet statistics = new BitSet();
  final BitSet sums = new BitSet();
  final BitSet heads = new BitSet();
  final BitSet headDimensions = new BitSet();
  final Map<SlotKey, SlotUse> slots = new LinkedHashMap<>();
  final List<Regrouping> regroupings = new ArrayList<>();

  Ledger(TypedGraph typed) {
    graph = typed.graph();
    index = GraphIndex.of(graph);
    positions = new Positions(typed);
    components = new Components(positions.count());
  }

  private Ledger(Ledger other) {
    graph = other.graph;
    index = other.index;
    positions = other.positions;
    components = other.components.copy();
    freezes.addAll(other.freezes);
    statistics.or(other.statistics);
    sums.or(other.sums);
    heads.or(other.heads);
    headDimensions.or(other.headDimensions);
    slots.putAll(other.slots);
    regroupings.addAll(other.regroupings);
  }

  /** The same findings, to be added to on their own. */
  Ledger copy() {
    return new Ledger(this);
  }

  /** Freezes an axis; does nothing where the axis has no positions. */
  void freeze(Node node, String value, int axis, String reason) {
    positions
        .axis(value, axis)
        .ifPresent(at -> freeze(at.first(), at.extent(), reason(node, value, axis, reason)));
  }

  /** Freezes one position of an axis. */
  void freeze(Node node, String value, int axis, int position, String reason) {
    positions
        .axis(value, axis)
        .ifPresent(at -> freeze(at.first() + position, 1, reason(node, value, axis, reason)));
  }

  /** Freezes all axes of a value that belongs to the graph itself and not to a node. */
  void freezeInterface(String value, String reason) {
    int rank = positions.type(value).map(TensorType::rank).orElse(0);
    for (int axis = 0; axis < rank; axis++) {
      FreezeReason why = new FreezeReason("", "", value, axis, reason);
      positions.axis(value, axis).ifPresent(at -> freeze(at.first(), at.extent(), why));
    }
  }

  void use(String tensor, int axis, String layer, SlotRole role) {
    slots.merge(
        new SlotKey(tensor, axis),
        new SlotUse(layer, role),
        (old, now) -> now.role().compareTo(old.role()) < 0 ? now : old);
  }

  private void freeze(int first, int count, FreezeReason reason) {
    freezes.add(new Freeze(first, count, reason));
    for (int i = first; i < first + count; i++) {
      components.freeze(i);
    }
  }

  private static FreezeReason reason(Node node, String value, int axis, String reason) {
    return new FreezeReason(node.name(), node.qualifiedOperator(), value, axis, reason);
  }
}
