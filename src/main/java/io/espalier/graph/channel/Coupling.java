package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** One node under its rule: the rule ties positions, freezes axes and names weights here. */
final class Coupling {
  private static final Set<ElementType> NOT_WEIGHTS =
      Set.of(ElementType.INT64, ElementType.INT32, ElementType.BOOL, ElementType.STRING);
  private static final Set<String> SAME_AXES = Set.of("DequantizeLinear", "Identity", "Cast");

  private final Node node;
  private final Ledger ledger;

  Coupling(Node node, Ledger ledger) {
    this.node = node;
    this.ledger = ledger;
  }

  /** The same for another node. */
  Coupling at(Node other) {
    return new Coupling(other, ledger);
  }

  Node node() {
    return node;
  }

  /** Name of the input at an index, which must be present. */
  String in(int index) {
    return node.input(index).orElseThrow();
  }

  /** Name of the output at an index, which must be present. */
  String out(int index) {
    return node.output(index).orElseThrow();
  }

  TensorType type(String value) {
    return ledger.positions.type(value).orElseThrow();
  }

  int rank(String value) {
    return type(value).rank();
  }

  Dim dim(String value, int axis) {
    return type(value).dim(axis);
  }

  /** The extent of a tracked axis, or -1 where it is not tracked or open. */
  int extent(String value, int axis) {
    return ledger
        .positions
        .axis(value, axis)
        .filter(Positions.Axis::isWhole)
        .map(Positions.Axis::extent)
        .orElse(-1);
  }

  /** An axis attribute, counted from the front of the value. */
  int axisAttribute(String attribute, int otherwise, String value) {
    return axis(node.intAttribute(attribute, otherwise), value);
  }

  int axis(long axis, String value) {
    return (int) (axis < 0 ? axis + rank(value) : axis);
  }

  /** The constant at an input, or empty when it is computed or omitted. */
  Optional<Tensor> constant(int input) {
    return node.input(input).flatMap(this::constant);
  }

  Optional<Tensor> constant(String value) {
    return Optional.ofNullable(ledger.graph.initializers().get(value));
  }

  Optional<Node> producer(String value) {
    return ledger.index.producer(value);
  }

  /** Nodes that read a value. */
  List<Node> consumers(String value) {
    return ledger.index.consumers(value);
  }

  /**
   * Ties two axes position by position. Axes without positions and without equal extents freeze the
   * other side.
   */
  void tie(String a, int axisA, String b, int axisB) {
    Optional<Positions.Axis> atA = ledger.positions.axis(a, axisA);
    Optional<Positions.Axis> atB = ledger.positions.axis(b, axisB);
    if (atA.isPresent() && atB.isPresent() && atA.get().dim().equals(atB.get().dim())) {
      join(atA.get(), atB.get());
    } else {
      freezeUnequal(a, axisA);
      freezeUnequal(b, axisB);
    }
  }

  /** Ties axes that may broadcast: an axis of extent 1 ties nothing to a longer one. */
  void tieBroadcast(String a, int axisA, String b, int axisB) {
    Dim dimA = dim(a, axisA);
    Dim dimB = dim(b, axisB);
    if (dimA.equals(dimB) || !dimA.is(1) && !dimB.is(1)) {
      tie(a, axisA, b, axisB);
    }
  }

  /** Ties every axis of two values of one rank. */
  void tieAll(String a, String b) {
    for (int axis = 0; axis < rank(a); axis++) {
      tie(a, axis, b, axis);
    }
  }

  /** Ties two positions of known axes; a position of any other axis freezes the other. */
  void tie(String a, int axisA, int positionA, String b, int axisB, int positionB) {
    Optional<Positions.Axis> atA = ledger.positions.axis(a, axisA);
    Optional<Positions.Axis> atB = ledger.positions.axis(b, axisB);
    if (atA.filter(Positions.Axis::isWhole).isPresent()
        && atB.filter(Positions.Axis::isWhole).isPresent()) {
      ledger.components.join(atA.get().first() + positionA, atB.get().first() + positionB);
    } else {
      freezeUnequal(a, axisA);
      freezeUnequal(b, axisB);
    }
  }

  /**
   * Ties each position of one axis to a position of another; without positions both are frozen.
   *
   * @param to the position of {@code b} for each of {@code a}
   */
  void tieEach(String a, int axisA, String b, int axisB, IntUnaryOperator to) {
    int extent = extent(a, axisA);
    for (int i = 0; i < extent; i++) {
      tie(a, axisA, i, b, axisB, to.applyAsInt(i));
    }
    if (extent < 0) {
      freezeUnequal(a, axisA);
      freezeUnequal(b, axisB);
    }
  }

  /** Ties positions of one axis that are {@code width} apart, so that all parts stay equal. */
  void bundle(String value, int axis, int width) {
    for (int i = width; i < extent(value, axis); i++) {
      tie(value, axis, i, value, axis, i - width);
    }
  }

  void freeze(String value, int axis, String reason) {
    ledger.freeze(node, value, axis, reason);
  }

  void freezePosition(String value, int axis, int position, String reason) {
    ledger.freeze(node, value, axis, position, reason);
  }

  void freezeFrom(String value, int firstAxis, String reason) {
    for (int axis = firstAxis; axis < rank(value); axis++) {
      freeze(value, axis, reason);
    }
  }

  /**
   * Freezes every axis of every value the node reads or writes. Its matrices are listed with their
   * first axis, so that the layer appears among the frozen ones.
   */
  void freezeAll(String reason) {
    node.presentInputs()
        .filter(value -> constant(value).filter(tensor -> tensor.rank() > 1).isPresent())
        .forEach(value -> slot(value, 0, SlotRole.OUT));
    Stream.concat(GraphIndex.reads(node), node.presentOutputs())
        .filter(value -> ledger.positions.type(value).isPresent())
        .distinct()
        .forEach(value -> freezeFrom(value, 0, reason));
  }

  /** Notes that the node mixes the positions of an axis into a mean, maximum or similar. */
  void statistic(String value, int axis) {
    mark(ledger.statistics, value, axis);
  }

  /** Notes that the node adds up the positions of an axis of several computed values. */
  void sum(String value, int axis) {
    mark(ledger.sums, value, axis);
  }

  /** Notes that an axis numbers the heads of an attention. */
  void heads(String value, int axis) {
    mark(ledger.heads, value, axis);
  }

  /** Notes that an axis numbers the dimensions of the heads of an attention. */
  void headDimensions(String value, int axis) {
    mark(ledger.headDimensions, value, axis);
  }

  private void mark(BitSet marks, String value, int axis) {
    ledger
        .positions
        .axis(value, axis)
        .ifPresent(at -> marks.set(at.first(), at.first() + at.extent()));
  }

  /** False for a constant and for one that is only turned or converted. */
  boolean isComputed(String value) {
    Optional<Node> producer =
        producer(value)
            .filter(node -> node.is("Transpose") || SAME_AXES.stream().anyMatch(node::is));
    return producer
        .map(node -> isComputed(node.inputs().getFirst()))
        .orElseGet(() -> constant(value).isEmpty());
  }

  /** Notes what a node reads an axis for, where the value is a constant or made of one. */
  void slot(String value, int axis, SlotRole role) {
    Optional<Node> producer = ledger.index.producer(value);
    if (producer.isPresent() && SAME_AXES.stream().anyMatch(producer.get()::is)) {
      slot(producer.get().inputs().getFirst(), axis, role);
    } else if (producer.isPresent() && producer.get().is("Transpose")) {
      int from = RearrangementRules.source(producer.get(), axis, rank(value));
      slot(producer.get().inputs().getFirst(), from, role);
    } else if (constant(value).filter(Coupling::isWeight).isPresent()) {
      ledger.use(value, axis, node.name(), role);
    }
  }

  private static boolean isWeight(Tensor tensor) {
    return !NOT_WEIGHTS.contains(tensor.elementType());
  }

  /** Leaves a regrouping of axes for when everything else is tied. */
  void regroup(Regrouping regrouping) {
    ledger.regroupings.add(regrouping);
  }

  private void join(Positions.Axis a, Positions.Axis b) {
    for (int i = 0; i < a.extent(); i++) {
      ledger.components.join(a.first() + i, b.first() + i);
    }
  }

  private void freezeUnequal(String value, int axis) {
    freeze(value, axis, "The node joins it with an axis of another or unknown extent.");
  }
}
