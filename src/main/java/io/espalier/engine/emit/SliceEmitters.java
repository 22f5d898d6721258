package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Slices, one axis after the other. */
final class SliceEmitters {
  private SliceEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Slice", SliceEmitters::slice);
  }

  private static void slice(Site site) {
    List<String> starts = site.integers(1);
    List<String> ends = site.integers(2);
    List<String> axes = site.hasInput(3) ? site.integers(3) : leading(starts.size());
    String x = site.input(0);
    for (int i = 0; i < starts.size(); i++) {
      Range range = new Range(axes.get(i), starts.get(i), ends.get(i));
      x = site.assign(site.isComputed(4) ? anyStep(site, x, range, i) : along(site, x, range, i));
    }
    site.output(x);
  }

  private static List<String> leading(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static String along(Site site, String x, Range range, int entry) {
    long step = site.hasInput(4) ? site.requireConstant(4).longAt(entry) : 1;
    return step > 0
        ? call("torch.slice", x, range.axis(), range.start(), range.end(), step)
        : listed(site, x, range, new Direction(Literals.integer(step), "1", false));
  }

  /** The direction shows only at run time. */
  private static String anyStep(Site site, String x, Range range, int entry) {
    String step = site.assign(site.integers(4).get(entry));
    String back = site.assign("1 if %s < 0 else 0".formatted(step));
    return listed(site, x, range, new Direction(step, back, true));
  }

  /** libtorch slices forwards only; otherwise the positions are listed. */
  private static String listed(Site site, String x, Range range, Direction direction) {
    String size = site.assign(call("torch.size", x, range.axis()));
    String last = "%s - %s".formatted(size, direction.backwards());
    String start = clamped(site, range.start(), size, "0", last);
    String end = clamped(site, range.end(), size, "-" + direction.backwards(), last);
    String from = site.assign(direction.from(start, end));
    String positions =
        call(
            "torch.arange", from, end, direction.step(), "dtype=" + ScalarTypes.INT64, deviceOf(x));
    return call("torch.index_select", x, range.axis(), positions);
  }

  private static String clamped(
      Site site, String position, String size, String lowest, String highest) {
    String given = site.assign(position);
    String counted = site.assign("%s + %s if %s < 0 else %s".formatted(given, size, given, given));
    return site.assign(call("min", call("max", counted, lowest), highest));
  }

  /** Literals for constants, elements of lists made at run time otherwise. */
  private record Range(String axis, String start, String end) {}

  /**
   * @param backwards expression of 1 when the step is negative, of 0 when it is positive
   * @param open whether that shows only at run time
   */
  private record Direction(String step, String backwards, boolean open) {
    /** Where positions begin: at the end where there are none. */
    String from(String start, String end) {
      String backwardsFrom = call("max", start, end);
      return open
          ? "%s if %s == 1 else %s".formatted(backwardsFrom, backwards, call("min", start, end))
          : backwardsFrom;
    }
  }
}
