package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.channel.MixedRadix.Block;
import io.espalier.graph.channel.MixedRadix.Digit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node that regroups the axes of a value without moving an element: Reshape, Flatten, Squeeze.
 *
 * <p>A position of a regrouped axis is a number of several digits. Positions can only be cut so
 * that every value of the other digits stays, so one digit of each block is chosen, and the axes
 * made of the others are frozen. The choice waits until all other nodes have frozen what they need.
 */
record Regrouping(Node node, String input, String output) {

  /** Ties axes that are the same on both sides. */
  void tieUnchanged(Coupling coupling) {
    for (Block block : blocks(coupling)) {
      if (isUnchanged(block)) {
        coupling.tie(input, block.inputAxes().getFirst(), output, block.outputAxes().getFirst());
      }
    }
  }

  /** Blocks of axes that are taken apart or joined. */
  List<Block> changed(Ledger ledger) {
    return blocks(new Coupling(node, ledger)).stream()
        .filter(block -> !isUnchanged(block))
        .toList();
  }

  /** How many digits of a block could be cut as far as is known. */
  long choices(Block block, Ledger ledger) {
    return block.digits().stream()
        .flatMap(List::stream)
        .filter(digit -> isFree(digit, ledger))
        .count();
  }

  /** Chooses the digit that can be cut, ties its positions and freezes the rest. */
  void resolve(Block block, Ledger ledger) {
    resolve(block, new Coupling(node, ledger), ledger);
  }

  private List<Block> blocks(Coupling coupling) {
    return MixedRadix.blocks(coupling.type(input).shape(), coupling.type(output).shape());
  }

  private static boolean isUnchanged(Block block) {
    return block.inputAxes().size() == 1 && block.outputAxes().size() == 1;
  }

  private void resolve(Block block, Coupling coupling, Ledger ledger) {
    Optional<Digit> chosen = block.digits().flatMap(digits -> choose(digits, ledger));
    String reason = reason(block, coupling, chosen);
    for (int axis : block.inputAxes()) {
      if (chosen.isEmpty() || chosen.get().inputAxis() != axis) {
        coupling.freeze(input, axis, reason);
      }
    }
    for (int axis : block.outputAxes()) {
      if (chosen.isEmpty() || chosen.get().outputAxis() != axis) {
        coupling.freeze(output, axis, reason);
      }
    }
    chosen.ifPresent(digit -> tie(digit, coupling));
  }

  /**
   * The minor-most digit that something else has not frozen: of heads times head width, the width;
   * of channels times height times width, the channels.
   */
  private Optional<Digit> choose(List<Digit> digits, Ledger ledger) {
    return digits.stream().filter(digit -> isFree(digit, ledger)).findFirst();
  }

  private boolean isFree(Digit digit, Ledger ledger) {
    Optional<Positions.Axis> from = ledger.positions.axis(input, digit.inputAxis());
    Optional<Positions.Axis> to = ledger.positions.axis(output, digit.outputAxis());
    if (from.isEmpty() || to.isEmpty()) {
      return false;
    }
    boolean[] frozen = new boolean[(int) digit.extent().size()];
    markFrozen(frozen, from.get(), digit.inputStride(), ledger.components);
    markFrozen(frozen, to.get(), digit.outputStride(), ledger.components);
    for (boolean value : frozen) {
      if (!value) {
        return true;
      }
    }
    return false;
  }

  private static void markFrozen(
      boolean[] frozen, Positions.Axis axis, Dim stride, Components components) {
    int step = (int) stride.size();
    for (int i = 0; i < axis.extent(); i++) {
      if (components.isFrozen(axis.first() + i)) {
        frozen[i / step % frozen.length] = true;
      }
    }
  }

  private void tie(Digit digit, Coupling coupling) {
    int extent = (int) digit.extent().size();
    int from = (int) digit.inputStride().size();
    int to = (int) digit.outputStride().size();
    for (int value = 0; value < extent; value++) {
      coupling.tie(input, digit.inputAxis(), value * from, output, digit.outputAxis(), value * to);
    }
    tieWithin(input, digit.inputAxis(), from, extent, coupling);
    tieWithin(output, digit.outputAxis(), to, extent, coupling);
  }

  /** Ties all positions of one axis that have one value of the digit. */
  private static void tieWithin(
      String value, int axis, int stride, int digitExtent, Coupling coupling) {
    int count = coupling.extent(value, axis);
    for (int i = 0; i < count; i++) {
      coupling.tie(value, axis, i, value, axis, i / stride % digitExtent * stride);
    }
  }

  private String reason(Block block, Coupling coupling, Optional<Digit> chosen) {
    return "The node regroups %s into %s: %s."
        .formatted(
            extents(block.inputAxes(), coupling, input),
            extents(block.outputAxes(), coupling, output),
            chosen
                .map(digit -> "the parts of %s are cut, the others stay".formatted(digit.extent()))
                .orElse("no part can be cut alone"));
  }

  private static String extents(List<Integer> axes, Coupling coupling, String value) {
    return axes.stream()
        .map(axis -> coupling.dim(value, axis).toString())
        .collect(Collectors.joining(" x "));
  }
}
