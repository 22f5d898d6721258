package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits the axes of two shapes of as many elements into blocks, and each block into digits that
 * both shapes are made of.
 *
 * <p>{@code [N,197,576] -> [N,197,3,3,64]} gives the blocks {@code N}, {@code 197} and {@code 3 x 3
 * x 64}: a position of the long axis is a number of three digits.
 */
final class MixedRadix {

  /**
   * One digit of a block.
   *
   * @param inputAxis the axis it is a part of
   * @param inputStride how far apart its values lie there
   */
  record Digit(Dim extent, int inputAxis, Dim inputStride, int outputAxis, Dim outputStride) {
    /** True when its values are told apart by numbered positions of both axes. */
    boolean isNumbered() {
      return values() > 1 && inputStride.isKnown() && outputStride.isKnown();
    }

    /** How many values are told apart; of an open extent, the remainders by its number. */
    int values() {
      return (int) extent.coefficient();
    }
  }

  /**
   * The fewest axes on both sides with equal products.
   *
   * @param inputAxes ascending
   * @param digits minor first; empty when the axes have no digits in common
   */
  record Block(List<Integer> inputAxes, List<Integer> outputAxes, Optional<List<Digit>> digits) {}

  private final List<Dim> input;
  private final List<Dim> output;
  private final List<Block> blocks = new ArrayList<>();

  private MixedRadix(List<Dim> input, List<Dim> output) {
    this.input = input;
    this.output = output;
  }

  /** The blocks, minor first; axes of extent 1 are left out. */
  static List<Block> blocks(List<Dim> input, List<Dim> output) {
    MixedRadix radix = new MixedRadix(input, output);
    radix.split();
    return radix.blocks;
  }

  private void split() {
    List<Integer> inputs = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    int in = input.size() - 1;
    int out = output.size() - 1;
    while (in >= 0 || out >= 0) {
      if (out < 0 || in >= 0 && behind(inputs, outputs)) {
        addUnlessOne(inputs, input, in--);
      } else {
        addUnlessOne(outputs, output, out--);
      }
      if (!inputs.isEmpty() && product(input, inputs).equals(product(output, outputs))) {
        close(inputs, outputs);
      }
    }
    if (!inputs.isEmpty() || !outputs.isEmpty()) {
      blocks.add(new Block(List.copyOf(inputs), List.copyOf(outputs), Optional.empty()));
    }
  }

  /** True when the input side has the smaller product so far. */
  private boolean behind(List<Integer> inputs, List<Integer> outputs) {
    Dim left = product(input, inputs);
    Dim right = product(output, outputs);
    if (!left.equals(right) && right.dividedBy(left).isPresent()) {
      return true;
    }
    if (!left.equals(right) && left.dividedBy(right).isPresent()) {
      return false;
    }
    return left.coefficient() <= right.coefficient();
  }

  private static void addUnlessOne(List<Integer> axes, List<Dim> shape, int axis) {
    if (!shape.get(axis).is(1)) {
      axes.addFirst(axis);
    }
  }

  private void close(List<Integer> inputs, List<Integer> outputs) {
    blocks.add(new Block(List.copyOf(inputs), List.copyOf(outputs), digits(inputs, outputs)));
    inputs.clear();
    outputs.clear();
  }

  /** Takes the largest common digit from the minor end of both sides until nothing is left. */
  private Optional<List<Digit>> digits(List<Integer> inputs, List<Integer> outputs) {
    List<Digit> digits = new ArrayList<>();
    Walk left = new Walk(input, inputs);
    Walk right = new Walk(output, outputs);
    while (!left.done() && !right.done()) {
      Optional<Dim> extent = common(left.rest, right.rest);
      if (extent.isEmpty()) {
        return Optional.empty();
      }
      digits.add(new Digit(extent.get(), left.axis(), left.stride, right.axis(), right.stride));
      left.take(extent.get());
      right.take(extent.get());
    }
    return Optional.of(digits);
  }

  private static Optional<Dim> common(Dim left, Dim right) {
    if (right.dividedBy(left).isPresent()) {
      return Optional.of(left);
    }
    return left.dividedBy(right).map(_ -> right);
  }

  private static Dim product(List<Dim> shape, List<Integer> axes) {
    return axes.stream().map(shape::get).reduce(Dim.of(1), Dim::times);
  }

  /** A walk over the axes of one side from the minor end. */
  private static final class Walk {
    private final List<Dim> shape;
    private final List<Integer> axes;
    private int index;
    private Dim rest = Dim.of(1);
    private Dim stride = Dim.of(1);

    Walk(List<Dim> shape, List<Integer> axes) {
      this.shape = shape;
      this.axes = axes;
      index = axes.size();
      next();
    }

    boolean done() {
      return index < 0;
    }

    int axis() {
      return axes.get(index);
    }

    void take(Dim digit) {
      rest = rest.dividedBy(digit).orElseThrow();
      stride = stride.times(digit);
      if (rest.is(1)) {
        next();
      }
    }

    private void next() {
      index--;
      rest = index < 0 ? Dim.of(1) : shape.get(axes.get(index));
      stride = Dim.of(1);
    }
  }
}
