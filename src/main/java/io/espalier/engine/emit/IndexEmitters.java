package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.ints;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Operators that pick elements by index, or find the index of elements. */
final class IndexEmitters {
  private IndexEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("ArgMax", site -> argument(site, "torch.argmax"));
    table.put("ArgMin", site -> argument(site, "torch.argmin"));
    table.put("Gather", IndexEmitters::gather);
    table.put("GatherElements", IndexEmitters::gatherElements);
    table.put("GatherND", IndexEmitters::gatherNd);
    table.put("NonZero", IndexEmitters::nonZero);
    table.put("TopK", IndexEmitters::topK);
  }

  /** Indexing takes negative indices as ONNX does and checks their range. */
  private static void gather(Site site) {
    long axis = site.integer("axis", 0);
    int before = axis < 0 ? site.axis(0) : (int) axis;
    site.output("%s[%s%s]".formatted(site.input(0), ":, ".repeat(before), index(site)));
  }

  private static String index(Site site) {
    boolean single = site.constant(1).filter(tensor -> tensor.rank() == 0).isPresent();
    return single ? Literals.integer(site.requireConstant(1).longAt(0)) : site.input(1);
  }

  private static void gatherElements(Site site) {
    long axis = site.integer("axis", 0);
    String x = site.input(0);
    String indices = call("torch.to", site.input(1), ScalarTypes.INT64);
    String wrapped = call("torch.remainder", indices, call("torch.size", x, axis));
    site.output(call("torch.gather", x, axis, wrapped));
  }

  private static void gatherNd(Site site) {
    int depth = Math.toIntExact(site.extent(1, -1));
    int batchAxes = Math.toIntExact(site.integer("batch_dims", 0));
    String indices = site.input(1);
    String picks =
        Stream.concat(
                IntStream.range(0, batchAxes).mapToObj(axis -> own(site, axis)),
                IntStream.range(0, depth).mapToObj(i -> call("torch.select", indices, -1, i)))
            .collect(Collectors.joining(", "));
    site.output("%s[%s]".formatted(site.input(0), picks));
  }

  /** The position on a batch axis itself, laid along that axis of the indices. */
  private static String own(Site site, int axis) {
    long[] shape = new long[site.rank(1) - 1];
    Arrays.fill(shape, 1);
    shape[axis] = -1;
    String indices = site.input(1);
    String positions = call("torch.arange", call("torch.size", indices, axis), deviceOf(indices));
    return call("torch.reshape", positions, ints(shape));
  }

  private static void argument(Site site, String function) {
    String keep = bool(site.flag("keepdims", true));
    long axis = site.integer("axis", 0);
    if (!site.flag("select_last_index", false)) {
      site.output(call(function, site.input(0), axis, keep));
      return;
    }
    String fromLast = call(function, call("torch.flip", site.input(0), ints(axis)), axis, keep);
    String last = call("torch.size", site.input(0), axis) + " - 1";
    site.output(call("torch.add", call("torch.neg", fromLast), last));
  }

  private static void nonZero(Site site) {
    site.output(call("torch.t", call("torch.nonzero", site.input(0))));
  }

  /**
   * A stable sort gives equal elements in the order of their index, which topk does not promise.
   */
  private static void topK(Site site) {
    long axis = site.integer("axis", -1);
    String descending = bool(site.flag("largest", true));
    String values = site.newIdentifier();
    String indices = site.newIdentifier();
    site.statement(
        "%s, %s, = %s"
            .formatted(
                values,
                indices,
                call(
                    "torch.sort",
                    site.input(0),
                    "stable=True",
                    "dim=" + axis,
                    "descending=" + descending)));
    String count = count(site);
    site.output(0, call("torch.slice", values, axis, 0, count));
    site.output(1, call("torch.slice", indices, axis, 0, count));
  }

  private static String count(Site site) {
    return site.constant(1).map(Site::scalarLiteral).orElseGet(() -> call("int", site.input(1)));
  }
}
