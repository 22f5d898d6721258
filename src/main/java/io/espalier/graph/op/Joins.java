package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operators that join tensors along an axis or take one apart. */
final class Joins {
  private Joins() {}

  static TensorType concat(RuleContext context) {
    TensorType first = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", 0), first.rank());
    List<TensorType> types =
        IntStream.range(0, context.node().inputs().size()).mapToObj(context::type).toList();
    types.forEach(type -> requireSameBut(axis, first, type));
    List<Dim> shape = new ArrayList<>(first.shape());
    for (TensorType type : types) {
      mergeKnown(shape, type, axis);
    }
    shape.set(axis, sum(context, types.stream().map(type -> type.dim(axis)).toList(), axis));
    return first.withShape(shape);
  }

  private static void requireSameBut(int free, TensorType a, TensorType b) {
    RuleContext.require(a.rank() == b.rank(), "the inputs (%s and %s) must have equal ranks", a, b);
    for (int axis = 0; axis < a.rank(); axis++) {
      if (axis != free) {
        RuleContext.requireSame(
            a.dim(axis), b.dim(axis), "the joined inputs' extents of axis %d".formatted(axis));
      }
    }
  }

  private static void mergeKnown(List<Dim> shape, TensorType type, int free) {
    for (int axis = 0; axis < shape.size(); axis++) {
      if (axis != free && type.dim(axis).isKnown()) {
        shape.set(axis, type.dim(axis));
      }
    }
  }

  private static Dim sum(RuleContext context, List<Dim> dims, int axis) {
    long known = dims.stream().filter(Dim::isKnown).map(Dim::size).reduce(0L, Math::addExact);
    List<Dim> symbolic = dims.stream().filter(dim -> !dim.isKnown()).toList();
    if (symbolic.isEmpty()) {
      return Dim.of(known);
    }
    if (symbolic.size() == 1 && known == 0) {
      return symbolic.getFirst();
    }
    String text = symbolic.stream().map(Dim::toString).collect(Collectors.joining("+"));
    return context.derived("%s+%d".formatted(text, known), axis);
  }

  static List<TensorType> split(RuleContext context) {
    TensorType type = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", 0), type.rank());
    return parts(context, type.dim(axis), axis).stream()
        .map(
            part -> {
              List<Dim> shape = new ArrayList<>(type.shape());
              shape.set(axis, part);
              return type.withShape(shape);
            })
        .toList();
  }

  private static List<Dim> parts(RuleContext context, Dim extent, int axis) {
    int count = context.node().outputs().size();
    if (context.isComputed(1)) {
      return IntStream.range(0, count).mapToObj(part -> context.unknownPart(part, axis)).toList();
    }
    Optional<List<Long>> given = context.inputOrAttribute(1, "split");
    if (given.isPresent()) {
      return givenParts(given.get(), extent, count);
    }
    if (!extent.isKnown()) {
      return extent
          .dividedBy(Dim.of(count))
          .map(part -> Collections.nCopies(count, part))
          .orElseThrow(
              () -> RuleFailure.unresolved("axis %d is split at run time".formatted(axis)));
    }
    return evenParts(extent.size(), count);
  }

  private static List<Dim> givenParts(List<Long> parts, Dim extent, int count) {
    RuleContext.require(
        parts.size() == count && parts.stream().allMatch(part -> part >= 0),
        "the split (%s) must have %d parts",
        parts,
        count);
    Dim sum = Dim.of(parts.stream().reduce(0L, Math::addExact));
    RuleContext.requireSame(sum, extent, "the sum of the split and the extent");
    return parts.stream().map(Dim::of).toList();
  }

  /** Equal parts; the last is smaller where the extent is no multiple. */
  private static List<Dim> evenParts(long extent, int count) {
    long part = Math.ceilDiv(extent, count);
    RuleContext.require(
        part * (count - 1) <= extent, "the extent (%d) is too small for %d parts", extent, count);
    List<Dim> parts = new ArrayList<>(Collections.nCopies(count - 1, Dim.of(part)));
    parts.add(Dim.of(extent - part * (count - 1)));
    return parts;
  }
}
