package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Slices, one axis after the other. */
final class SliceEmitters {
  private SliceEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Slice", SliceEmitters::slice);
  }

  private static void slice(Site site) {
    List<Long> axes = axes(site);
    List<Long> steps =
        site.hasInput(4)
            ? Site.longs(site.requireConstant(4))
            : Collections.nCopies(axes.size(), 1L);
    Bounds starts = Bounds.of(site, 1);
    Bounds ends = Bounds.of(site, 2);
    String x = site.input(0);
    for (int i = 0; i < axes.size(); i++) {
      x = along(site, x, axes.get(i), new Range(starts.at(i), ends.at(i), steps.get(i)));
    }
    site.output(x);
  }

  private static List<Long> axes(Site site) {
    if (site.hasInput(3)) {
      return Site.longs(site.requireConstant(3));
    }
    long count = site.extent(1, 0);
    return LongStream.range(0, count).boxed().toList();
  }

  private static String along(Site site, String x, long axis, Range range) {
    return range.step() > 0
        ? site.assign(call("torch.slice", x, axis, range.start(), range.end(), range.step()))
        : site.assign(backwards(site, x, axis, range));
  }

  /** libtorch slices forwards only; backwards the positions are listed. */
  private static String backwards(Site site, String x, long axis, Range range) {
    String size = site.assign(call("torch.size", x, axis));
    String last = size + " - 1";
    String start = clamped(site, range.start(), size, "0", last);
    String end = clamped(site, range.end(), size, "-1", last);
    String from = call("max", start, end);
    String positions = call("torch.arange", from, end, range.step(), "dtype=" + ScalarTypes.INT64);
    return call("torch.index_select", x, axis, positions);
  }

  private static String clamped(
      Site site, String position, String size, String lowest, String highest) {
    String given = site.assign(position);
    String counted = site.assign("%s + %s if %s < 0 else %s".formatted(given, size, given, given));
    return site.assign(call("min", call("max", counted, lowest), highest));
  }

  private record Range(String start, String end, long step) {}

  /** Literals for constant bounds, elements of a list made at run time otherwise. */
  private record Bounds(List<Long> literals, String list) {
    static Bounds of(Site site, int index) {
      return site.constant(index)
          .map(tensor -> new Bounds(Site.longs(tensor), ""))
          .orElseGet(() -> new Bounds(List.of(), site.intList(index)));
    }

    String at(int i) {
      return list.isEmpty() ? Literals.integer(literals.get(i)) : list + "[" + i + "]";
    }
  }
}
