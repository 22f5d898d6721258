package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What a Slice does to its axes.
 *
 * @param axes sliced axes, from the front
 * @param starts one per sliced axis, as written
 * @param ends one per sliced axis, as written
 * @param steps one per sliced axis, not 0
 */
record Slicing(List<Integer> axes, List<Term> starts, List<Term> ends, List<Long> steps) {

  static Slicing of(RuleContext context, int rank) {
    List<Term> starts = Layouts.targetTerms(context, 1);
    List<Term> ends = Layouts.targetTerms(context, 2);
    List<Long> leading = LongStream.range(0, starts.size()).boxed().toList();
    List<Long> axes = context.has(3) ? context.numbers(3) : leading;
    List<Long> steps = context.has(4) ? context.numbers(4) : Collections.nCopies(starts.size(), 1L);
    RuleContext.require(
        ends.size() == starts.size()
            && axes.size() == starts.size()
            && steps.size() == starts.size(),
        "starts, ends, axes and steps must be equally long");
    RuleContext.require(!steps.contains(0L), "no step may be 0");
    return new Slicing(RuleContext.axes(axes, rank), starts, ends, steps);
  }

  static TensorType slice(RuleContext context) {
    TensorType type = context.type(0);
    if (context.isComputed(3) || context.isComputed(4)) {
      return type.withShape(context.unknowns(type.rank()));
    }
    Slicing slicing = of(context, type.rank());
    List<Dim> shape = new ArrayList<>(type.shape());
    for (int i = 0; i < slicing.axes.size(); i++) {
      int axis = slicing.axes.get(i);
      Dim kept = slicing.kept(i, type.dim(axis)).orElseGet(() -> context.unknown(axis));
      shape.set(axis, kept);
    }
    return type.withShape(shape);
  }

  /** How much of an axis the entry keeps; empty when that shows only at run time. */
  private Optional<Dim> kept(int entry, Dim extent) {
    if (extent.isKnown() && starts.get(entry).number().isPresent()) {
      Optional<Long> end = end(entry, extent);
      if (end.isPresent()) {
        return Optional.of(Dim.of(count(entry, extent.size(), end.get())));
      }
    }
    boolean whole = starts.get(entry).is(0) && steps.get(entry) == 1 && reachesEnd(entry, extent);
    return whole ? Optional.of(extent) : symbolicPrefix(entry, extent);
  }

  private Optional<Long> end(int entry, Dim extent) {
    Term end = ends.get(entry);
    return end.equals(Term.of(extent)) ? Optional.of(extent.size()) : end.number();
  }

  private boolean reachesEnd(int entry, Dim extent) {
    Term end = ends.get(entry);
    return end.equals(Term.of(extent)) || end.number().orElse(0L) >= Integer.MAX_VALUE;
  }

  /** The symbol that a start of 0 and a symbolic end keep of an extent known to be larger. */
  private Optional<Dim> symbolicPrefix(int entry, Dim extent) {
    boolean prefix = starts.get(entry).is(0) && steps.get(entry) == 1;
    return prefix && extent.dividedBy(ends.get(entry).dim().orElse(extent)).isPresent()
        ? ends.get(entry).dim().filter(dim -> !dim.isKnown())
        : Optional.empty();
  }

  /** The first position the entry takes of an axis. */
  long first(int entry, long extent) {
    long start = starts.get(entry).number().orElseThrow();
    long from = start < 0 ? start + extent : start;
    return steps.get(entry) > 0 ? Math.clamp(from, 0, extent) : Math.clamp(from, -1, extent - 1);
  }

  private long count(int entry, long extent, long end) {
    long step = steps.get(entry);
    long to = end < 0 ? Math.max(end, -extent - 1) + extent : end;
    long last = step > 0 ? Math.clamp(to, 0, extent) : Math.clamp(to, -1, Math.max(-1, extent - 1));
    long distance = last - first(entry, extent);
    return Math.max(0, step > 0 ? Math.ceilDiv(distance, step) : Math.ceilDiv(-distance, -step));
  }
}
