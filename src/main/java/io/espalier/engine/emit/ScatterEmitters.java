package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.ints;

import java.util.Arrays;
import java.util.Map;

/** Operators that put elements at given places, and one-hot encodings. */
final class ScatterEmitters {
  private ScatterEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Hardmax", ScatterEmitters::hardmax);
    table.put("OneHot", ScatterEmitters::oneHot);
    table.put("ScatterElements", ScatterEmitters::elements);
    table.put("ScatterND", ScatterEmitters::slices);
  }

  private static void elements(Site site) {
    long axis = site.integer("axis", 0);
    String x = site.input(0);
    String indices = call("torch.to", site.input(1), ScalarTypes.INT64);
    String counted = call("torch.remainder", indices, call("torch.size", x, axis));
    site.output(scattered(site, x, axis, counted, site.input(2)));
  }

  private static String scattered(Site site, String x, long axis, String indices, String updates) {
    String reduction = site.text("reduction", "none");
    return switch (reduction) {
      case "none" -> call("torch.scatter", x, axis, indices, updates);
      case "add" -> call("torch.scatter_add", x, axis, indices, updates);
      case "mul" -> reduced(x, axis, indices, updates, "prod");
      case "max" -> reduced(x, axis, indices, updates, "amax");
      case "min" -> reduced(x, axis, indices, updates, "amin");
      default -> throw site.unsupported("the reduction (%s) is unknown", reduction);
    };
  }

  private static String reduced(
      String x, long axis, String indices, String updates, String reduction) {
    return call("torch.scatter_reduce", x, axis, indices, updates, '"' + reduction + '"');
  }

  /** The leading axes that the indices name become one, and so do those of the updates. */
  private static void slices(Site site) {
    int depth = Math.toIntExact(site.extent(1, -1));
    int indexAxes = site.rank(1) - 1;
    int behind = site.rank(0) - depth;
    if (depth == 0) {
      throw site.unsupported("its indices name no axis");
    }
    String x = site.input(0);
    String flat = site.assign(call("torch.flatten", x, 0, depth - 1));
    String updates =
        site.assign(
            indexAxes == 0
                ? call("torch.unsqueeze", site.input(2), 0)
                : call("torch.flatten", site.input(2), 0, indexAxes - 1));
    String column = call("torch.reshape", position(site, x, depth), column(behind));
    String indices = site.assign(call("torch.expand_as", column, updates));
    String scattered = scattered(site, flat, 0, indices, updates);
    site.output(call("torch.reshape", scattered, call("torch.size", x)));
  }

  private static String column(int behind) {
    long[] shape = new long[behind + 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return ints(shape);
  }

  /** Row-major position on the leading axes of x; negative indices count from the end. */
  private static String position(Site site, String x, int depth) {
    String indices = site.assign(call("torch.to", site.input(1), ScalarTypes.INT64));
    String position = "";
    for (int axis = 0; axis < depth; axis++) {
      String size = call("torch.size", x, axis);
      String index = call("torch.remainder", call("torch.select", indices, -1, axis), size);
      position =
          site.assign(
              axis == 0 ? index : call("torch.add", call("torch.mul", position, size), index));
    }
    return position;
  }

  private static void oneHot(Site site) {
    int axis = site.axis(site.integer("axis", -1), site.rank(0) + 1);
    String depth = site.assign(call("int", site.scalar(1)));
    String indices = site.assign(call("torch.to", site.input(0), ScalarTypes.INT64));
    String below = call("torch.lt", indices, 0);
    String counted =
        site.assign(call("torch.where", below, call("torch.add", indices, depth), indices));
    String hot = hot(counted, depth, axis, site.rank(0) + 1);
    String off = call("torch.select", site.input(2), 0, 0);
    String on = call("torch.select", site.input(2), 0, 1);
    site.output(call("torch.where", hot, on, off));
  }

  private static String hot(String indices, String depth, int axis, int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[axis] = -1;
    String numbers = call("torch.arange", depth, deviceOf(indices));
    String classes = call("torch.reshape", numbers, ints(shape));
    return call("torch.eq", call("torch.unsqueeze", indices, axis), classes);
  }

  /** One at the first of the largest elements of an axis, zero elsewhere. */
  private static void hardmax(Site site) {
    int axis = site.axis(-1);
    String x = site.input(0);
    String largest = site.assign(call("torch.argmax", x, axis));
    String hot = hot(largest, call("torch.size", x, axis), axis, site.rank(0));
    site.output(call("torch.to", hot, site.scalarType(0)));
  }
}
