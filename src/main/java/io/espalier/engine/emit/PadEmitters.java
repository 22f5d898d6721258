package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;

import java.util.ArrayList;
import java.util.Collections;
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
    String value = site.hasInput(2) ? site.scalar(2) : "0";
    site.output(call("torch.constant_pad_nd", site.input(0), pads.lastAxisFirst(), value));
  }

  /** Along each padded axis, picks the element that every position repeats. */
  private static void byPosition(Site site, Pads pads, Positions positions) {
    String x = site.input(0);
    for (int axis = 0; axis < pads.begin().size(); axis++) {
      if (pads.changes(axis)) {
        String size = site.assign(call("torch.size", x, axis));
        String range =
            call(
                "torch.arange",
                "0 - " + pads.begin().get(axis),
                size + " + " + pads.end().get(axis),
                deviceOf(x));
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

  /** Expressions of the elements before and after every axis; negative ones crop. */
  private record Pads(List<String> begin, List<String> end) {
    private static final String NONE = "0";

    static Pads of(Site site) {
      List<String> given = site.integers(1);
      int rank = site.rank(0);
      List<Long> axes =
          site.hasInput(3)
              ? Site.longs(site.requireConstant(3))
              : LongStream.range(0, rank).boxed().toList();
      if (given.size() != 2 * axes.size()) {
        throw site.unsupported("it has %d pads for %d axes", given.size(), axes.size());
      }
      List<String> begin = new ArrayList<>(Collections.nCopies(rank, NONE));
      List<String> end = new ArrayList<>(begin);
      for (int i = 0; i < axes.size(); i++) {
        int axis = site.axis(axes.get(i), rank);
        begin.set(axis, given.get(i));
        end.set(axis, given.get(i + axes.size()));
      }
      return new Pads(begin, end);
    }

    boolean changes(int axis) {
      return !begin.get(axis).equals(NONE) || !end.get(axis).equals(NONE);
    }

    String lastAxisFirst() {
      List<String> pairs = new ArrayList<>();
      for (int axis = begin.size() - 1; axis >= 0; axis--) {
        pairs.add(begin.get(axis));
        pairs.add(end.get(axis));
      }
      return Literals.list(pairs);
    }
  }
}
