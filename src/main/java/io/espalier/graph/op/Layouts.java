package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that give the same elements another shape or order. */
final class Layouts {
  private Layouts() {}

  static TensorType flatten(RuleContext context) {
    TensorType type = context.type(0);
    long given = context.node().intAttribute("axis", 1);
    int axis =
        given == type.rank() ? type.rank() : RuleContext.axis(given, Math.max(1, type.rank()));
    return type.withShape(
        List.of(
            product(type.shape().subList(0, axis)),
            product(type.shape().subList(axis, type.rank()))));
  }

  static TensorType transpose(RuleContext context) {
    TensorType type = context.type(0);
    return type.withShape(permutation(context, type.rank()).stream().map(type::dim).toList());
  }

  static List<Integer> permutation(RuleContext context, int rank) {
    List<Long> reversed = IntStream.range(0, rank).mapToObj(axis -> rank - 1L - axis).toList();
    List<Long> given = context.node().intsAttribute("perm").orElse(reversed);
    RuleContext.require(
        given.stream().sorted().toList().equals(reversed.reversed()),
        "perm (%s) must name each of the %d axes once",
        given,
        rank);
    return given.stream().map(Long::intValue).toList();
  }

  static TensorType squeeze(RuleContext context) {
    TensorType type = context.type(0);
    if (context.isComputed(1)) {
      int left = type.rank() - context.count(1);
      RuleContext.require(left >= 0, "it squeezes more axes than the input (%s) has", type);
      return type.withShape(context.unknowns(left));
    }
    List<Integer> axes =
        context
            .inputOrAttribute(1, "axes")
            .map(list -> RuleContext.axes(list, type.rank()))
            .orElseGet(() -> ones(type));
    List<Dim> shape = new ArrayList<>();
    for (int axis = 0; axis < type.rank(); axis++) {
      if (!axes.contains(axis)) {
        shape.add(type.dim(axis));
      } else {
        RuleContext.requireSame(type.dim(axis), Dim.of(1), "squeezed extent and 1");
      }
    }
    return type.withShape(shape);
  }

  private static List<Integer> ones(TensorType type) {
    if (!type.isStatic()) {
      throw RuleFailure.unresolved("which of its axes have extent 1 shows only at run time");
    }
    return IntStream.range(0, type.rank()).filter(axis -> type.dim(axis).is(1)).boxed().toList();
  }

  static TensorType unsqueeze(RuleContext context) {
    TensorType type = context.type(0);
    if (context.isComputed(1)) {
      return type.withShape(context.unknowns(type.rank() + context.count(1)));
    }
    List<Long> given = context.inputOrAttribute(1, "axes").orElse(List.of());
    List<Integer> axes = RuleContext.axes(given, type.rank() + given.size());
    List<Dim> shape = new ArrayList<>(type.shape());
    axes.stream().sorted().forEach(axis -> shape.add(axis, Dim.of(1)));
    return type.withShape(shape);
  }

  static TensorType depthToSpace(RuleContext context) {
    TensorType type = image(context);
    Dim block = block(context);
    Dim channels = divided(context, type, 1, block.times(block));
    return type.withShape(
        List.of(type.dim(0), channels, type.dim(2).times(block), type.dim(3).times(block)));
  }

  static TensorType spaceToDepth(RuleContext context) {
    TensorType type = image(context);
    Dim block = block(context);
    return type.withShape(
        List.of(
            type.dim(0),
            type.dim(1).times(block).times(block),
            divided(context, type, 2, block),
            divided(context, type, 3, block)));
  }

  private static Dim divided(RuleContext context, TensorType type, int axis, Dim block) {
    Optional<Dim> quotient = type.dim(axis).dividedBy(block);
    RuleContext.require(
        quotient.isPresent() || !type.dim(axis).isKnown(),
        "the extent (%s) of axis %d must be a multiple of %s",
        type.dim(axis),
        axis,
        block);
    return quotient.orElseGet(
        () -> context.derived("%s/%s".formatted(type.dim(axis), block), axis));
  }

  private static TensorType image(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(type.rank() == 4, "the input (%s) must have four axes", type);
    return type;
  }

  private static Dim block(RuleContext context) {
    long block = context.node().intAttribute("blocksize", 0);
    RuleContext.require(block > 0, "the blocksize (%d) must be positive", block);
    return Dim.of(block);
  }

  static TensorType expand(RuleContext context) {
    TensorType type = context.type(0);
    List<Dim> target = targetDims(context, 1);
    return type.withShape(Broadcasting.shapes(context, type.shape(), target));
  }

  static TensorType tile(RuleContext context) {
    TensorType type = context.type(0);
    List<Dim> repeats = targetDims(context, 1);
    RuleContext.require(
        repeats.size() == type.rank(),
        "the repeats (%s) must be one per axis of %s",
        repeats,
        type);
    return type.withShape(
        IntStream.range(0, type.rank())
            .mapToObj(axis -> type.dim(axis).times(repeats.get(axis)))
            .toList());
  }

  /** Extents an input lists; those computed at run time get a symbol of their own. */
  static List<Dim> targetDims(RuleContext context, int input) {
    List<Term> terms = targetTerms(context, input);
    return IntStream.range(0, terms.size())
        .mapToObj(axis -> dim(context, terms.get(axis), axis))
        .toList();
  }

  private static Dim dim(RuleContext context, Term term, int axis) {
    RuleContext.require(
        term.number().orElse(0L) >= 0, "the extent (%s) must not be negative", term);
    return term.dim().orElseGet(() -> context.unknown(axis));
  }

  /** The elements of a one-dimensional input, unknown ones included. */
  static List<Term> targetTerms(RuleContext context, int input) {
    Optional<Content> content = context.content(input);
    if (content.isPresent()) {
      return content.get().terms();
    }
    TensorType type = context.type(input);
    RuleContext.require(type.rank() == 1, "its input %d (%s) must have one axis", input, type);
    if (!type.isStatic() || type.dim(0).size() > Content.MAX_ELEMENTS) {
      throw RuleFailure.unresolved("the rank of its output is computed at run time");
    }
    return java.util.Collections.nCopies((int) type.dim(0).size(), Term.UNKNOWN);
  }

  static Dim product(List<Dim> dims) {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }
}
