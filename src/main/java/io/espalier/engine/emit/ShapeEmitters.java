package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators that give the same elements another shape, and those that read shapes. */
final class ShapeEmitters {
  private ShapeEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Expand", ShapeEmitters::expand);
    table.put("Flatten", ShapeEmitters::flatten);
    table.put("Reshape", ShapeEmitters::reshape);
    table.put("Shape", ShapeEmitters::shape);
    table.put("Size", ShapeEmitters::size);
    table.put("Squeeze", ShapeEmitters::squeeze);
    table.put("Unsqueeze", ShapeEmitters::unsqueeze);
  }

  /** A zero in the shape keeps the extent of the input, unless zeros are allowed. */
  private static void reshape(Site site) {
    boolean zerosCopy = !site.flag("allowzero", false);
    String shape =
        site.constant(1).isPresent()
            ? literalShape(site, zerosCopy)
            : runtimeShape(site, zerosCopy);
    site.output(call("torch.reshape", site.input(0), shape));
  }

  private static String literalShape(Site site, boolean zerosCopy) {
    List<String> extents = new ArrayList<>();
    long[] shape = site.requireConstant(1).toLongs();
    for (int axis = 0; axis < shape.length; axis++) {
      extents.add(
          shape[axis] == 0 && zerosCopy
              ? call("torch.size", site.input(0), axis)
              : Literals.integer(shape[axis]));
    }
    return list(extents);
  }

  private static String runtimeShape(Site site, boolean zerosCopy) {
    String given = site.intList(1);
    if (!zerosCopy) {
      return given;
    }
    String shape = site.assign("annotate(List[int], [])");
    String axis = site.newIdentifier();
    String size = call("torch.size", site.input(0), axis);
    site.statement("for %s in range(len(%s)):".formatted(axis, given));
    site.statement(
        "  %s.append(%s if %s[%s] == 0 else %s[%s])"
            .formatted(shape, size, given, axis, given, axis));
    return shape;
  }

  private static void flatten(Site site) {
    int rank = site.rank(0);
    int axis = site.axis(1);
    String x = site.input(0);
    if (axis == 0 || axis == rank) {
      site.output(call("torch.reshape", x, axis == 0 ? "[1, -1]" : "[-1, 1]"));
      return;
    }
    site.output(call("torch.flatten", call("torch.flatten", x, axis), 0, axis - 1));
  }

  private static void squeeze(Site site) {
    if (!site.hasInput(1) && site.node().intsAttribute("axes").isEmpty()) {
      site.output(call("torch.squeeze", site.input(0)));
      return;
    }
    String x = site.input(0);
    for (String axis : squeezedAxes(site).reversed()) {
      x = call("torch.squeeze", x, axis);
    }
    site.output(x);
  }

  /** In ascending order; PyTorch before 2.0 takes one axis at a time. */
  private static List<String> squeezedAxes(Site site) {
    int rank = site.rank(0);
    return site.isComputed(1)
        ? site.axesAtRunTime(1, rank)
        : ascending(site, site.ints("axes", 1).orElseThrow(), rank);
  }

  /** Axes count in the result, so the smallest goes in first. */
  private static void unsqueeze(Site site) {
    String x = site.input(0);
    for (String axis : site.isComputed(1) ? newAxesAtRunTime(site) : newAxes(site)) {
      x = call("torch.unsqueeze", x, axis);
    }
    site.output(x);
  }

  private static List<String> newAxes(Site site) {
    List<Long> axes = site.ints("axes", 1).orElseThrow(() -> site.unsupported("it has no axes"));
    return ascending(site, axes, site.rank(0) + axes.size());
  }

  private static List<String> ascending(Site site, List<Long> axes, int rank) {
    return axes.stream()
        .map(axis -> site.axis(axis, rank))
        .sorted()
        .map(axis -> Integer.toString(axis))
        .toList();
  }

  private static List<String> newAxesAtRunTime(Site site) {
    return site.axesAtRunTime(1, Math.toIntExact(site.rank(0) + site.extent(1, 0)));
  }

  /** Both shapes broadcast to each other; the empty-sized view of the target costs no memory. */
  private static void expand(Site site) {
    String x = site.input(0);
    String zero = call("torch.zeros", "[]", deviceOf(x));
    String target = call("torch.expand", zero, site.intList(1));
    site.output(call("torch.broadcast_tensors", list(List.of(x, target))) + "[0]");
  }

  private static void shape(Site site) {
    String extents = call("torch.size", site.input(0));
    long start = site.integer("start", 0);
    boolean whole = start == 0 && !site.node().attributes().containsKey("end");
    String range =
        whole
            ? ""
            : "[%s:%s]".formatted(bound(site, start), bound(site, site.integer("end", 1L << 32)));
    site.output(int64(site, extents + range));
  }

  private static String bound(Site site, long index) {
    int rank = site.rank(0);
    return Long.toString(Math.clamp(index < 0 ? index + rank : index, 0, rank));
  }

  private static void size(Site site) {
    site.output(int64(site, call("torch.numel", site.input(0))));
  }

  private static String int64(Site site, String value) {
    return call("torch.tensor", value, "dtype=" + ScalarTypes.INT64, deviceOf(site.input(0)));
  }
}
