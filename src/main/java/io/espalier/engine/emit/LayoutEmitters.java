package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.ints;
import static io.espalier.engine.emit.Literals.list;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move, join or repeat elements. */
final class LayoutEmitters {
  private LayoutEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Concat", LayoutEmitters::concat);
    table.put("DepthToSpace", LayoutEmitters::depthToSpace);
    table.put("SpaceToDepth", LayoutEmitters::spaceToDepth);
    table.put("Split", LayoutEmitters::split);
    table.put("Tile", LayoutEmitters::tile);
    table.put("Transpose", LayoutEmitters::transpose);
    table.put("Trilu", LayoutEmitters::trilu);
  }

  private static void concat(Site site) {
    List<String> parts = IntStream.range(0, site.inputCount()).mapToObj(site::input).toList();
    site.output(call("torch.cat", list(parts), site.integer("axis", 0)));
  }

  /** Equal parts, the last one smaller, when no sizes are given. */
  private static void split(Site site) {
    long axis = site.integer("axis", 0);
    String x = site.input(0);
    String parts =
        site.hasInput(1)
            ? call("torch.split_with_sizes", x, site.intList(1), axis)
            : call("torch.split", x, equalSize(x, axis, site.outputCount()), axis);
    String list = site.assign(parts);
    for (int i = 0; i < site.outputCount(); i++) {
      site.output(i, "%s[%d]".formatted(list, i));
    }
  }

  private static String equalSize(String x, long axis, int parts) {
    return "(%s + %d) // %d".formatted(call("torch.size", x, axis), parts - 1, parts);
  }

  private static void tile(Site site) {
    site.output("%s.repeat(%s)".formatted(site.input(0), site.intList(1)));
  }

  private static void transpose(Site site) {
    List<Long> order = site.node().intsAttribute("perm").orElseGet(() -> reversed(site.rank(0)));
    site.output(call("torch.permute", site.input(0), ints(order)));
  }

  private static List<Long> reversed(int rank) {
    return LongStream.range(0, rank).map(axis -> rank - 1 - axis).boxed().toList();
  }

  private static void trilu(Site site) {
    String function = site.flag("upper", true) ? "torch.triu" : "torch.tril";
    String diagonal = site.hasInput(1) ? site.scalar(1) : "0";
    site.output(call(function, site.input(0), diagonal));
  }

  private static void depthToSpace(Site site) {
    long block = site.integer("blocksize", 1);
    String mode = site.text("mode", "DCR");
    String x = site.input(0);
    switch (mode) {
      case "CRD" -> site.output(call("torch.pixel_shuffle", x, block));
      case "DCR" -> site.output(depthColumnRow(site, x, block));
      default -> throw site.unsupported("the mode (%s) is unknown", mode);
    }
  }

  private static String depthColumnRow(Site site, String x, long block) {
    List<Object> blocks =
        List.of(size(x, 0), block, block, divided(x, 1, block * block), size(x, 2), size(x, 3));
    String rows = site.assign(call("torch.reshape", x, list(blocks)));
    String moved = call("torch.permute", rows, "[0, 3, 4, 1, 5, 2]");
    List<Object> shape =
        List.of(
            size(x, 0),
            divided(x, 1, block * block),
            multiplied(x, 2, block),
            multiplied(x, 3, block));
    return call("torch.reshape", moved, list(shape));
  }

  private static void spaceToDepth(Site site) {
    long block = site.integer("blocksize", 1);
    String x = site.input(0);
    List<Object> blocks =
        List.of(size(x, 0), size(x, 1), divided(x, 2, block), block, divided(x, 3, block), block);
    String rows = site.assign(call("torch.reshape", x, list(blocks)));
    String moved = call("torch.permute", rows, "[0, 3, 5, 1, 2, 4]");
    List<Object> shape =
        List.of(
            size(x, 0),
            multiplied(x, 1, block * block),
            divided(x, 2, block),
            divided(x, 3, block));
    site.output(call("torch.reshape", moved, list(shape)));
  }

  private static String size(String x, int axis) {
    return call("torch.size", x, axis);
  }

  private static String divided(String x, int axis, long divisor) {
    return size(x, axis) + " // " + divisor;
  }

  private static String multiplied(String x, int axis, long factor) {
    return size(x, axis) + " * " + factor;
  }
}
