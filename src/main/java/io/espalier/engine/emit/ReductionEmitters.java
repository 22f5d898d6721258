package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.ints;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Reductions over axes; the axes are an attribute up to opset 17 and an input after. */
final class ReductionEmitters {
  private ReductionEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("ReduceL1", of(x -> call("torch.abs", x), "torch.sum", UnaryOperator.identity()));
    table.put("ReduceL2", of(ReductionEmitters::square, "torch.sum", x -> call("torch.sqrt", x)));
    table.put("ReduceLogSum", of(x -> x, "torch.sum", x -> call("torch.log", x)));
    table.put("ReduceLogSumExp", of(x -> x, "torch.logsumexp", x -> x));
    table.put("ReduceMax", of(x -> x, "torch.amax", x -> x));
    table.put("ReduceMean", of(x -> x, "torch.mean", x -> x));
    table.put("ReduceMin", of(x -> x, "torch.amin", x -> x));
    table.put("ReduceProd", ReductionEmitters::product);
    table.put("ReduceSum", of(x -> x, "torch.sum", x -> x));
    table.put("ReduceSumSquare", of(ReductionEmitters::square, "torch.sum", x -> x));
  }

  private static Emitter of(
      UnaryOperator<String> before, String function, UnaryOperator<String> after) {
    return site -> {
      if (isIdentity(site)) {
        site.output(after.apply(before.apply(site.input(0))));
        return;
      }
      String reduced = after.apply(reduce(site, function, before.apply(site.input(0))));
      site.output(typed(site, reduced));
    };
  }

  /** Roots and logarithms of integers are cut off to integers again. */
  private static String typed(Site site, String reduced) {
    return site.isFloating(0) ? reduced : call("torch.to", reduced, site.scalarType(0));
  }

  /** Sums of integers keep their type, which libtorch would widen. */
  private static String reduce(Site site, String function, String x) {
    String axes = isComputed(site) ? site.intList(1) : ints(axes(site));
    String keep = bool(keepsAxes(site));
    if (function.equals("torch.sum") && !site.isFloating(0)) {
      return call(function, x, axes, keep, "dtype=" + site.scalarType(0));
    }
    if (function.equals("torch.mean") && !site.isFloating(0)) {
      throw site.unsupported("it takes the mean of integers");
    }
    return call(function, x, axes, keep);
  }

  /** libtorch multiplies along one axis at a time; the last axis goes first. */
  private static void product(Site site) {
    String x = site.input(0);
    for (String axis : lastFirst(site)) {
      String dtype = "dtype=" + site.scalarType(0);
      x = call("torch.prod", x, axis, bool(keepsAxes(site)), dtype);
    }
    site.output(x);
  }

  private static List<String> lastFirst(Site site) {
    if (isIdentity(site)) {
      return List.of();
    }
    return isComputed(site)
        ? site.axesAtRunTime(1, site.rank(0)).reversed()
        : axes(site).stream().sorted(Comparator.reverseOrder()).map(Literals::integer).toList();
  }

  /** True when the axes are computed and there is at least one. */
  private static boolean isComputed(Site site) {
    return site.isComputed(1) && site.extent(1, 0) > 0;
  }

  private static boolean isIdentity(Site site) {
    return site.flag("noop_with_empty_axes", false)
        && !isComputed(site)
        && givenAxes(site).isEmpty();
  }

  /** The axes counted from the first; all of them when none is given. */
  private static List<Long> axes(Site site) {
    int rank = site.rank(0);
    return givenAxes(site)
        .map(axes -> axes.stream().map(axis -> (long) site.axis(axis, rank)).toList())
        .orElseGet(() -> LongStream.range(0, rank).boxed().toList());
  }

  private static Optional<List<Long>> givenAxes(Site site) {
    return site.isComputed(1)
        ? Optional.empty()
        : site.ints("axes", 1).filter(axes -> !axes.isEmpty());
  }

  private static boolean keepsAxes(Site site) {
    return site.flag("keepdims", true);
  }

  private static String square(String x) {
    return call("torch.mul", x, x);
  }
}
