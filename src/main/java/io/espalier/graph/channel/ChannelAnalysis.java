package io.espalier.graph.channel;

import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.shape.TypedGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the channel groups of a graph.
 *
 * <p>Every position of every axis of every value, constants included, is an element of a
 * union-find. Each operator's rule joins the positions that must be cut together and freezes those
 * it needs; an operator without a rule freezes all it touches. Components that stand on the same
 * axes form a group, each component one channel of it.
 *
 * <p>A position of an axis of heads times dimensions belongs to a head and to a dimension, which
 * one union-find cannot hold. So what is left to choose after all rules is chosen twice: for
 * dimensions, and where attentions have heads for heads.
 *
 * <p>Source: Fang et al., DepGraph: Towards Any Structural Pruning, CVPR 2023, for the grouping of
 * coupled parameters. Here the elements are positions of axes and not layers, so concatenation,
 * splitting, flattening and attention need no index maps and the order of visits does not matter.
 */
public final class ChannelAnalysis {

  /** Groups, with the reasons of those that cannot be cut; never fails on a typed graph. */
  public ChannelStructure analyze(TypedGraph typed) {
    Ledger ledger = new Ledger(typed);
    freezeInterface(ledger);
    typed.graph().nodes().forEach(node -> apply(node, ledger));
    typed.graph().nodes().forEach(node -> addRemainingSlots(node, ledger));
    HeadDigits digits = HeadDigits.of(ledger);
    Set<String> ids = new HashSet<>();
    Ledger forHeads = digits.isEmpty() ? ledger : ledger.copy();
    Grouping widths = grouped(ledger, HeadDigits.none(), typed, ids);
    Grouping heads =
        digits.isEmpty()
            ? new Grouping(List.of(), widths.membership())
            : grouped(forHeads, digits, typed, ids).headsBeside(widths);
    return new ChannelStructure(typed, ledger.positions, widths, heads);
  }

  private static Grouping grouped(
      Ledger ledger, HeadDigits preferred, TypedGraph typed, Set<String> ids) {
    new RegroupingOrder(ledger, preferred).resolve();
    return new GroupBuilder(ledger, typed, ids).build();
  }

  private static void freezeInterface(Ledger ledger) {
    ledger
        .graph
        .inputs()
        .forEach(input -> ledger.freezeInterface(input.name(), "It is an input of the network."));
    ledger
        .graph
        .outputs()
        .forEach(
            output -> ledger.freezeInterface(output.name(), "It is an output of the network."));
    ledger
        .graph
        .initializers()
        .forEach(
            (value, tensor) -> {
              if (tensor.elementType().bits() % 8 != 0 || tensor.elementType().bits() == 0) {
                ledger.freezeInterface(value, "Its elements are not whole bytes.");
              }
            });
  }

  private static void apply(Node node, Ledger ledger) {
    Coupling coupling = new Coupling(node, ledger);
    Optional<ChannelRule> rule =
        node.domain().isEmpty() ? ChannelRules.of(node.operator()) : Optional.empty();
    Optional<String> untyped = untyped(node, ledger);
    if (untyped.isPresent()) {
      coupling.freezeAll("The type of the value %s is not known.".formatted(untyped.get()));
    } else if (rule.isEmpty()) {
      coupling.freezeAll(
          "How %s uses its channels is not known.".formatted(node.qualifiedOperator()));
    } else {
      rule.get().apply(coupling);
    }
  }

  /** Constants that reach the channels another way, such as a class token that is expanded. */
  private static void addRemainingSlots(Node node, Ledger ledger) {
    Coupling coupling = new Coupling(node, ledger);
    node.presentInputs()
        .filter(value -> coupling.constant(value).isPresent())
        .forEach(
            value -> {
              for (int axis = 0; axis < coupling.rank(value); axis++) {
                coupling.slot(value, axis, SlotRole.OPERAND);
              }
            });
  }

  private static Optional<String> untyped(Node node, Ledger ledger) {
    return Stream.concat(GraphIndex.reads(node), node.presentOutputs())
        .filter(value -> ledger.positions.type(value).isEmpty())
        .findFirst();
  }
}
