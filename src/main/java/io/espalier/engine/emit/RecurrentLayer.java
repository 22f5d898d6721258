package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Arrays;
import java.util.List;

/**
 * Inputs and outputs of a recurrent operator, with time on the first axis whatever its layout.
 *
 * @param cell what the layer repeats
 * @param x expression of the input, [T, B, in]
 */
record RecurrentLayer(Site site, RecurrentCell cell, String x) {
  private static final int WEIGHT = 1;
  private static final int RECURRENCE = 2;
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int INITIAL_HIDDEN = 5;
  private static final int INITIAL_CELL = 6;
  private static final int PEEPHOLES = 7;

  static RecurrentLayer of(Site site, RecurrentCell cell) {
    String x = isBatchFirst(site) ? swapped(site, site.input(0)) : site.input(0);
    return new RecurrentLayer(site, cell, x);
  }

  private static boolean isBatchFirst(Site site) {
    return site.integer("layout", 0) == 1;
  }

  private static String swapped(Site site, String expression) {
    return site.assign(call("torch.transpose", expression, 0, 1));
  }

  int directions() {
    return direction().equals("bidirectional") ? 2 : 1;
  }

  boolean isReversed(int direction) {
    return direction == 1 || direction().equals("reverse");
  }

  private String direction() {
    return site.text("direction", "forward");
  }

  long hidden() {
    return site.extent(RECURRENCE, 2);
  }

  /** [gates*H, in] */
  String weight(int direction) {
    return ofDirection(WEIGHT, direction);
  }

  /** [gates*H, H] */
  String recurrence(int direction) {
    return ofDirection(RECURRENCE, direction);
  }

  boolean hasBias() {
    return site.hasInput(BIAS);
  }

  /** The bias beside the weight, [gates*H]. */
  String weightBias(int direction) {
    return part(ofDirection(BIAS, direction), 0, 0, cell.gates());
  }

  /** The bias beside the recurrence weight, [gates*H]. */
  String recurrenceBias(int direction) {
    return part(ofDirection(BIAS, direction), 0, cell.gates(), 2 * cell.gates());
  }

  boolean hasPeepholes() {
    return site.hasInput(PEEPHOLES);
  }

  /** [3*H]: of the input, output and forget gates. */
  String peepholes(int direction) {
    return ofDirection(PEEPHOLES, direction);
  }

  private String ofDirection(int input, int direction) {
    return call("torch.select", site.input(input), 0, direction);
  }

  /** The given gates of an expression whose axis stacks gates. */
  String part(String stacked, int axis, int first, int end) {
    return call("torch.slice", stacked, axis, first * hidden(), end * hidden());
  }

  /** True when sequences may be shorter than the input. */
  boolean hasLengths() {
    return site.hasInput(LENGTHS)
        && !site.constant(LENGTHS).filter(lengths -> areFull(lengths.toLongs())).isPresent();
  }

  private boolean areFull(long[] lengths) {
    var steps = site.type(0).dim(isBatchFirst(site) ? 1 : 0);
    return Arrays.stream(lengths).allMatch(steps::is);
  }

  String lengths() {
    return site.input(LENGTHS);
  }

  /** [directions, B, H] */
  String initialHidden() {
    return state(INITIAL_HIDDEN);
  }

  /** [directions, B, H] */
  String initialCell() {
    return state(INITIAL_CELL);
  }

  private String state(int input) {
    if (!site.hasInput(input)) {
      String batch = call("torch.size", x, 1);
      List<Object> shape = List.of(directions(), batch, hidden());
      return site.assign(call("torch.new_zeros", x, Literals.list(shape)));
    }
    return isBatchFirst(site) ? swapped(site, site.input(input)) : site.input(input);
  }

  /** Takes [T, directions, B, H]. */
  void outputAll(String states) {
    site.output(0, isBatchFirst(site) ? call("torch.permute", states, "[2, 0, 1, 3]") : states);
  }

  /** Takes [directions, B, H]. */
  void outputLast(int output, String state) {
    site.output(output, isBatchFirst(site) ? call("torch.transpose", state, 0, 1) : state);
  }
}
