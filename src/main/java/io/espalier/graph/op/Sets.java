package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Operators that count, drop or reorder the elements of a collection. */
final class Sets {
  private Sets() {}

  static void addTo(OperatorTable table) {
    table
        .addMany("Unique", "1", 4, "axis:int sorted:int", Sets::unique)
        .add("Compress", "2", "axis:int", Sets::compress)
        .add("ReverseSequence", "2", "batch_axis:int time_axis:int", Sets::reverse)
        .add(
            "TfIdfVectorizer",
            "1",
            "max_gram_length:int max_skip_count:int min_gram_length:int mode:string"
                + " ngram_counts:ints ngram_indexes:ints pool_int64s:ints pool_strings:strings"
                + " weights:floats",
            Sets::countNgrams);
  }

  /** Distinct elements or slices, where each came first, which each was, how often it came. */
  private static List<TensorType> unique(RuleContext context) {
    TensorType x = context.type(0);
    TensorType values = kept(context);
    TensorType each =
        new TensorType(ElementType.INT64, List.of(values.dim(axis(context, x.rank()))));
    boolean flat = !context.node().attributes().containsKey("axis");
    Dim all = flat ? x.elements() : x.dim(axis(context, x.rank()));
    return List.of(values, each, each.withShape(List.of(all)), each);
  }

  private static TensorType compress(RuleContext context) {
    TensorType condition = context.type(1);
    RuleContext.require(condition.rank() == 1, "the condition (%s) must have one axis", condition);
    return kept(context);
  }

  /** Some slices along the axis, or some elements when no axis is given. */
  private static TensorType kept(RuleContext context) {
    TensorType x = context.type(0);
    if (!context.node().attributes().containsKey("axis")) {
      return x.withShape(List.of(context.unknown(0)));
    }
    int axis = axis(context, x.rank());
    List<Dim> shape = new ArrayList<>(x.shape());
    shape.set(axis, context.unknown(axis));
    return x.withShape(shape);
  }

  private static int axis(RuleContext context, int rank) {
    return context.node().attributes().containsKey("axis")
        ? RuleContext.axis(context.node().intAttribute("axis", 0), rank)
        : 0;
  }

  private static TensorType reverse(RuleContext context) {
    TensorType x = context.type(0);
    long batch = context.node().intAttribute("batch_axis", 1);
    long time = context.node().intAttribute("time_axis", 0);
    RuleContext.require(
        x.rank() >= 2 && batch + time == 1 && batch * time == 0,
        "batch_axis (%d) and time_axis (%d) must be the first two axes of (%s)",
        batch,
        time,
        x);
    TensorType lengths = context.type(1);
    RuleContext.require(lengths.rank() == 1, "the lengths (%s) must have one axis", lengths);
    RuleContext.requireSame(lengths.dim(0), x.dim((int) batch), "lengths and sequences");
    return x;
  }

  private static TensorType countNgrams(RuleContext context) {
    TensorType x = context.type(0);
    RuleContext.require(x.rank() == 1 || x.rank() == 2, "the input (%s) has one or two axes", x);
    List<Long> columns = context.node().intsAttribute("ngram_indexes").orElse(List.of());
    long width = columns.stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    RuleContext.require(
        width > 0 && columns.stream().allMatch(column -> column >= 0),
        "the ngram_indexes (%s) must be columns",
        columns);
    List<Dim> shape = new ArrayList<>(x.shape().subList(0, x.rank() - 1));
    shape.add(Dim.of(width));
    return new TensorType(ElementType.FLOAT, shape);
  }
}
