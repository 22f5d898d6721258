package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One node and what is known of its inputs, as a rule sees it. */
public final class RuleContext {
  private static final int MAX_SYMBOL_LENGTH = 80;

  private final Node node;
  private final Knowledge knowledge;

  public RuleContext(Node node, Knowledge knowledge) {
    this.node = node;
    this.knowledge = knowledge;
  }

  public Node node() {
    return node;
  }

  public boolean has(int input) {
    return node.input(input).isPresent();
  }

  /**
   * The type of an input.
   *
   * @throws RuleFailure when it is omitted or unknown
   */
  public TensorType type(int input) {
    return optionalType(input)
        .orElseThrow(
            () -> RuleFailure.unresolved("the type of its input %d is unknown".formatted(input)));
  }

  public Optional<TensorType> optionalType(int input) {
    return node.input(input).flatMap(knowledge::type);
  }

  /** The integer elements of an input, as far as they are known. */
  public Optional<Content> content(int input) {
    return node.input(input).flatMap(knowledge::content);
  }

  /**
   * The integer elements of an input that decide a shape.
   *
   * @throws RuleFailure when a number among them is not known in advance
   */
  public List<Long> numbers(int input) {
    return knownNumbers(input)
        .orElseThrow(
            () -> RuleFailure.unresolved("its input %d is computed at run time".formatted(input)));
  }

  public Optional<Tensor> constant(int input) {
    return node.input(input).flatMap(knowledge::constant);
  }

  /** The extent that an input of one number gives, of whatever numeric type. */
  public Optional<Dim> extent(int input) {
    Optional<Dim> constant =
        number(input).filter(value -> value >= 0).map(value -> Dim.of(value.longValue()));
    return content(input)
        .filter(content -> content.size() == 1)
        .flatMap(content -> content.terms().getFirst().dim())
        .or(() -> constant);
  }

  /** The one number an input holds, when that is known in advance. */
  public Optional<Double> number(int input) {
    Optional<Double> followed =
        content(input)
            .filter(content -> content.size() == 1)
            .flatMap(content -> content.terms().getFirst().number())
            .map(Long::doubleValue);
    return followed.or(
        () ->
            constant(input)
                .filter(tensor -> tensor.elements() == 1)
                .filter(tensor -> tensor.elementType() == ElementType.FLOAT)
                .map(tensor -> tensor.doubleAt(0)));
  }

  /** Integers that newer versions of an operator take as an input and older ones as attribute. */
  public Optional<List<Long>> inputOrAttribute(int input, String attribute) {
    return has(input) ? Optional.of(numbers(input)) : node.intsAttribute(attribute);
  }

  /**
   * An axis counted from the front.
   *
   * @throws RuleFailure when the tensor has no such axis
   */
  public static int axis(long axis, int rank) {
    require(
        axis >= -rank && axis < rank, "the axis (%d) must be in [%d, %d]", axis, -rank, rank - 1);
    return (int) (axis < 0 ? axis + rank : axis);
  }

  public static List<Integer> axes(List<Long> axes, int rank) {
    List<Integer> positions = axes.stream().map(axis -> axis(axis, rank)).toList();
    require(
        positions.stream().distinct().count() == positions.size(),
        "the axes (%s) must differ",
        axes);
    return positions;
  }

  /** Ends the rule with a contradiction, its message filled in, unless the condition holds. */
  public static void require(boolean condition, String template, Object... values) {
    if (!condition) {
      throw RuleFailure.contradiction(template.formatted(values));
    }
  }

  /** Requires two extents to be equal as far as both are known. */
  public static void requireSame(Dim a, Dim b, String what) {
    require(
        a.equals(b) || !a.isKnown() || !b.isKnown(),
        "%s must be equal but are %s and %s",
        what,
        a,
        b);
  }

  /** An extent that nothing is known of, named after the node and the axis. */
  public Dim unknown(int axis) {
    return Dim.symbol("%s#%d".formatted(node.name(), axis));
  }

  /** An extent of one of several outputs that nothing is known of. */
  public Dim unknownPart(int output, int axis) {
    return Dim.symbol("%s#%d.%d".formatted(node.name(), output, axis));
  }

  /** As many extents that nothing is known of. */
  public List<Dim> unknowns(int rank) {
    return IntStream.range(0, rank).mapToObj(this::unknown).toList();
  }

  /** The integer elements of an input; empty when they are computed at run time. */
  public Optional<List<Long>> knownNumbers(int input) {
    return content(input)
        .flatMap(Content::numbers)
        .map(values -> Arrays.stream(values).boxed().toList());
  }

  /** True for an input that is there and whose elements are computed at run time. */
  public boolean isComputed(int input) {
    return has(input) && knownNumbers(input).isEmpty();
  }

  /**
   * How many elements an input of one axis has.
   *
   * @throws RuleFailure when that is computed at run time
   */
  public int count(int input) {
    TensorType type = type(input);
    require(type.rank() == 1, "its input %d (%s) must have one axis", input, type);
    if (!type.isStatic()) {
      throw RuleFailure.unresolved("the rank of its output is computed at run time");
    }
    return Math.toIntExact(type.dim(0).size());
  }

  /** An extent that follows from others by a formula; the same formula is the same extent. */
  public Dim derived(String formula, int axis) {
    return formula.length() > MAX_SYMBOL_LENGTH ? unknown(axis) : Dim.symbol("(" + formula + ")");
  }
}
