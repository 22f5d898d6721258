package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;

import java.util.List;
import java.util.Map;

/** Operators that sample images at computed places. */
final class RegionEmitters {
  private RegionEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("GridSample", RegionEmitters::sample);
    table.put("RoiAlign", RoiAlignEmitter::emit);
    table.put("MaxRoiPool", RegionEmitters::poolRegions);
    table.put("MaxUnpool", RegionEmitters::unpool);
  }

  private static void sample(Site site) {
    site.output(
        call(
            "torch.grid_sampler",
            site.input(0),
            site.input(1),
            interpolation(site),
            padding(site),
            bool(site.flag("align_corners", false))));
  }

  private static int interpolation(Site site) {
    int mode =
        switch (site.text("mode", "linear")) {
          case "bilinear", "linear" -> 0;
          case "nearest" -> 1;
          case "bicubic", "cubic" -> 2;
          default -> throw site.unsupported("its mode is unknown");
        };
    if (mode == 2 && site.rank(0) != 4) {
      throw site.unsupported("it samples cubically on %d axes", site.rank(0) - 2);
    }
    return mode;
  }

  private static int padding(Site site) {
    return switch (site.text("padding_mode", "zeros")) {
      case "zeros" -> 0;
      case "border" -> 1;
      case "reflection" -> 2;
      default -> throw site.unsupported("its padding_mode is unknown");
    };
  }

  /** Indices count in the flattened output of the size that kernel, strides and pads give. */
  private static void unpool(Site site) {
    String x = site.input(0);
    int axes = site.rank(0) - 2;
    List<Long> kernel = site.node().intsAttribute("kernel_shape").orElse(List.of());
    SpatialWindow window = SpatialWindow.of(site, kernel);
    StringBuilder shape = new StringBuilder(call("torch.size", x, 0));
    shape.append(", ").append(call("torch.size", x, 1));
    for (int axis = 0; axis < axes; axis++) {
      long added = window.kernel().get(axis) - pads(window, axis);
      shape.append(
          ", (torch.size(%s, %d) - 1) * %d + %d"
              .formatted(x, axis + 2, window.strides().get(axis), added));
    }
    String size = site.assign("[" + shape + "]");
    String flat = call("torch.reshape", call("torch.new_zeros", x, size), "[-1]");
    String indices = call("torch.reshape", site.input(1), "[-1]");
    String filled = call("torch.scatter", flat, 0, indices, call("torch.reshape", x, "[-1]"));
    String unpooled = site.assign(call("torch.reshape", filled, size));
    site.output(site.hasInput(2) ? enlarged(site, unpooled, axes) : unpooled);
  }

  private static long pads(SpatialWindow window, int axis) {
    return window.padding().begin().get(axis) + window.padding().end().get(axis);
  }

  /** A larger shape that is asked for is filled with zeros behind the values. */
  private static String enlarged(Site site, String unpooled, int axes) {
    String asked = site.intList(2);
    StringBuilder pads = new StringBuilder();
    for (int axis = axes + 1; axis >= 2; axis--) {
      pads.append(pads.isEmpty() ? "" : ", ")
          .append("0, %s[%d] - torch.size(%s, %d)".formatted(asked, axis, unpooled, axis));
    }
    return call("torch.constant_pad_nd", unpooled, "[" + pads + "]", 0);
  }

  /** Bins of whole pixels; one that covers none is zero. */
  private static void poolRegions(Site site) {
    List<Long> size = site.node().intsAttribute("pooled_shape").orElse(List.of());
    String image = site.input(0);
    String scale = site.number("spatial_scale", 1);
    String pooled = site.assign("annotate(List[Tensor], [])");
    String count = call("torch.size", site.input(1), 0);
    String i = site.newIdentifier();
    site.block(
        "for %s in range(%s):".formatted(i, count),
        () -> {
          String region = site.assign(call("torch.select", site.input(1), 0, i));
          String own = site.assign("%s[int(%s[0])]".formatted(image, region));
          String scaled = call("torch.mul", call("torch.slice", region, 0, 1), scale);
          String corners = site.assign(call("torch.floor", call("torch.add", scaled, "0.5")));
          poolRegion(site, new Region(own, corners, size.get(0), size.get(1)), pooled);
        });
    String all = call("torch.stack", pooled, 0);
    String channels = call("torch.size", image, 1);
    site.output(
        "torch.reshape(%s, [%s, %s, %d, %d])"
            .formatted(all, count, channels, size.get(0), size.get(1)));
  }

  /** An image [C, H, W] and the corners of a region in it, to be pooled to some bins. */
  private record Region(String image, String corners, long rows, long columns) {}

  private static void poolRegion(Site site, Region region, String pooled) {
    String bins = site.assign("annotate(List[Tensor], [])");
    String row = site.newIdentifier();
    String column = site.newIdentifier();
    site.block(
        "for %s in range(%d):".formatted(row, region.rows()),
        () -> {
          Bounds rows = bounds(site, region, 1, row, region.rows());
          site.block(
              "for %s in range(%d):".formatted(column, region.columns()),
              () -> {
                Bounds columns = bounds(site, region, 0, column, region.columns());
                site.statement("%s.append(%s)".formatted(bins, bin(region, rows, columns)));
              });
        });
    site.statement("%s.append(%s)".formatted(pooled, call("torch.stack", bins, 1)));
  }

  private record Bounds(String first, String end) {}

  /** First pixel of a bin and the one behind it, inside the image. */
  private static Bounds bounds(Site site, Region region, int corner, String bin, long bins) {
    String start = site.assign("int(%s[%d])".formatted(region.corners(), corner));
    String end = site.assign("int(%s[%d])".formatted(region.corners(), corner + 2));
    String width = site.assign("max(%s - %s + 1, 1)".formatted(end, start));
    String extent = call("torch.size", region.image(), corner == 0 ? 2 : 1);
    String first = "%s * %s // %d + %s".formatted(bin, width, bins, start);
    String last = "-(-(%s + 1) * %s // %d) + %s".formatted(bin, width, bins, start);
    return new Bounds(
        site.assign("min(max(%s, 0), %s)".formatted(first, extent)),
        site.assign("min(max(%s, 0), %s)".formatted(last, extent)));
  }

  /** The largest of the bin's pixels and of nothing, which counts as the lowest number. */
  private static String bin(Region region, Bounds rows, Bounds columns) {
    String part =
        call(
            "torch.slice",
            call("torch.slice", region.image(), 1, rows.first(), rows.end()),
            2,
            columns.first(),
            columns.end());
    String flat = call("torch.flatten", part, 1);
    String empty = "%s <= %s or %s <= %s";
    String isEmpty = empty.formatted(rows.end(), rows.first(), columns.end(), columns.first());
    String zeros = call("torch.zeros_like", call("torch.select", region.image(), 2, 0));
    return "%s if %s else %s"
        .formatted(call("torch.amax", zeros, 1), isEmpty, call("torch.amax", flat, 1));
  }
}
