package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.channel.MixedRadix.Block;
import io.espalier.graph.channel.MixedRadix.Digit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node that regroups the axes of a value without moving an element: Reshape, Flatten, Squeeze.
 *
 * <p>A position of a regrouped axis is a number of several digits. Positions can only be cut so
 * that every value of the other digits stays, so one digit of each block is chosen, and the axes
 * made of the others are frozen. The choice waits until all other nodes have frozen what they need.
 *
 * <p>Of an axis of heads times dimensions, either digit can be chosen; which one is asked for
 * decides.
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

  /** The digits of all blocks that are taken apart or joined. */
  List<Digit> digits(Ledger ledger) {
    return changed(ledger).stream()
        .flatMap(block -> block.digits().stream())
        .flatMap(List::stream)
        .toList();
  }

  /** True when several digits of a block could be cut as far as is known. */
  boolean hasChoice(Block block, Ledger ledger) {
    return block.digits().stream()
            .flatMap(List::stream)
            .filter(digit -> isFree(digit, ledger))
            .limit(2)
            .count()
        == 2;
  }

  /**
   * Chooses the digit that can be cut, ties its positions and freezes the rest.
   *
   * @param preferred digits to choose before others
   */
  void resolve(Block block, Ledger ledger, Set<Digit> preferred) {
    resolve(block, new Coupling(node, ledger), ledger, preferred);
  }

  private List<Block> blocks(Coupling coupling) {
    return MixedRadix.blocks(coupling.type(input).shape(), coupling.type(output).shape());
  }

  private static boolean isUnchanged(Block block) {
    return block.inputAxes().size() == 1 && block.outputAxes().size() == 1;
  }

  private void resolve(Block block, Coupling coupling, Ledger ledger, Set<Digit> preferred) {
    Optional<Digit> chosen = block.digits().flatMap(digits -> choose(digits, ledger, preferred));
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
    chosen.ifPresent(digit -> tie(digit, ledger));
  }

  /**
   * The minor-most digit that something else has not frozen: of heads times head width, the width;
   * of channels times height times width, the channels.
   */
  private Optional<Digit> choose(List<Digit> digits, Ledger ledger, Set<Digit> preferred) {
    List<Digit> free = digits.stream().filter(digit -> isFree(digit, ledger)).toList();
    return free.stream()
        .filter(preferred::contains)
        .findFirst()
        .or(() -> free.stream().findFirst());
  }

  private boolean isFree(Digit digit, Ledger ledger) {
    Optional<Positions.Axis> from = ledger.positions.axis(input, digit.inputAxis());
    Optional<Positions.Axis> to = ledger.positions.axis(output, digit.outputAxis());
    if (from.isEmpty() || to.isEmpty() || !digit.isNumbered()) {
      return false;
    }
    for (int value = 0; value < digit.values(); value++) {
      if (isFree(value, digit, from.get(), digit.inputStride(), ledger.components)
          && isFree(value, digit, to.get(), digit.outputStride(), ledger.components)) {
        return true;
      }
    }
    return false;
  }

  /** True when no position of one axis that has this value of the digit is frozen. */
  private static boolean isFree(
      int value, Digit digit, Positions.Axis axis, Dim stride, Components components) {
    int step = (int) stride.size();
    for (int run = value * step; run < axis.extent(); run += step * digit.values()) {
      for (int i = run; i < run + step; i++) {
        if (components.isFrozen(axis.first() + i)) {
          return false;
        }
      }
    }
    return true;
  }

  private void tie(Digit digit, Ledger ledger) {
    Positions.Axis from = ledger.positions.axis(input, digit.inputAxis()).orElseThrow();
    Positions.Axis to = ledger.positions.axis(output, digit.outputAxis()).orElseThrow();
    int fromStep = (int) digit.inputStride().size();
    int toStep = (int) digit.outputStride().size();
    for (int value = 0; value < digit.values(); value++) {
      ledger.components.join(from.first() + value * fromStep, to.first() + value * toStep);
    }
    tieWithin(from, fromStep, digit.values(), ledger.components);
    tieWithin(to, toStep, digit.values(), ledger.components);
  }

  /** Ties all positions of one axis that have one value of the digit. */
  private static void tieWithin(Positions.Axis axis, int step, int values, Components components) {
    for (int i = 0; i < axis.extent(); i++) {
      components.join(axis.first() + i, axis.first() + i / step % values * step);
    }
  }

  private String reason(Block block, Coupling coupling, Optional<Digit> chosen) {
    return "The node regroups %s into %s: %s."
        .formatted(
            extents(block.inputAxes(), coupling, input),
            extents(block.outputAxes(), coupling, output),
            chosen
                .map(digit -> "the parts of %s are cut, the others stay".formatted(digit.values()))
                .orElse("no part can be cut alone"));
  }

  private static String extents(List<Integer> axes, Coupling coupling, String value) {
    return axes.stream()
        .map(axis -> coupling.dim(value, axis).toString())
        .collect(Collectors.joining(" x "));
  }
}
