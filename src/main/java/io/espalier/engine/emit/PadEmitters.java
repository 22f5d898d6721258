package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Padding by a constant, or by elements of the tensor itself. */
final class PadEmitters {
  private PadEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Pad", PadEmitters::pad);
  }

  private static void pad(Site site) {
    Pads pads = Pads.of(site);
    String mode = site.text("mode", "constant");
    switch (mode) {
      case "constant" -> constant(site, pads);
      case "edge" -> byPosition(site, pads, PadEmitters::edge);
      case "reflect" -> byPosition(site, pads, PadEmitters::reflected);
      case "wrap" -> byPosition(site, pads, PadEmitters::wrapped);
      default -> throw site.unsupported("the mode (%s) is unknown", mode);
    }
  }

  private static void constant(Site site, Pads pads) {
    String value = site.hasInput(2) ? site.scalarLiteral(2) : "0";
    site.output(call("torch.constant_pad_nd", site.input(0), pads.lastAxisFirst(), value));
  }

  /** Along each padded axis, picks the element that every position repeats. */
  private static void byPosition(Site site, Pads pads, Positions positions) {
    String x = site.input(0);
    for (int axis = 0; axis < pads.begin().length; axis++) {
      if (pads.begin()[axis] != 0 || pads.end()[axis] != 0) {
        String size = site.assign(call("torch.size", x, axis));
        String range = call("torch.arange", -pads.begin()[axis], size + " + " + pads.end()[axis]);
        x = site.assign(call("torch.index_select", x, axis, positions.of(range, size)));
      }
    }
    site.output(x);
  }

  private static String edge(String range, String size) {
    return call("torch.clamp", range, 0, size + " - 1");
  }

  /** Mirrors at the first element by the magnitude, at the last one by counting down from it. */
  private static String reflected(String range, String size) {
    String last = size + " - 1";
    String fromLast = call("torch.abs", call("torch.sub", call("torch.abs", range), last));
    return call("torch.add", call("torch.neg", fromLast), last);
  }

  private static String wrapped(String range, String size) {
    return call("torch.remainder", range, size);
  }

  @FunctionalInterface
  private interface Positions {
    String of(String range, String size);
  }

  /** Elements before and after every axis; negative ones crop. */
  private record Pads(long[] begin, long[] end) {
    static Pads of(Site site) {
      long[] given = site.requireConstant(1).toLongs();
      int rank = site.rank(0);
      List<Long> axes =
          site.hasInput(3)
              ? Site.longs(site.requireConstant(3))
              : LongStream.range(0, rank).boxed().toList();
      if (given.length != 2 * axes.size()) {
        throw site.unsupported("it has %d pads for %d axes", given.length, axes.size());
      }
      Pads pads = new Pads(new long[rank], new long[rank]);
      for (int i = 0; i < axes.size(); i++) {
        int axis = site.axis(axes.get(i), rank);
        pads.begin[axis] = given[i];
        pads.end[axis] = given[i + axes.size()];
      }
      return pads;
    }

    String lastAxisFirst() {
      long[] pairs = new long[2 * begin.length];
      for (int axis = 0; axis < begin.length; axis++) {
        int at = 2 * (begin.length - 1 - axis);
        pairs[at] = begin[axis];
        pairs[at + 1] = end[axis];
      }
      return Literals.ints(pairs);
    }
  }
}
