package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

/**
 * Pools regions of an image from bilinearly interpolated samples, one region after the other.
 *
 * <p>Source: K. He et al., "Mask R-CNN", ICCV 2017. The maximum is, as in ONNX Runtime, that of the
 * four weighted neighbours of all samples and not of the interpolated values.
 */
final class RoiAlignEmitter {
  private final Site site;
  private final long height;
  private final long width;

  private RoiAlignEmitter(Site site) {
    this.site = site;
    height = site.integer("output_height", 1);
    width = site.integer("output_width", 1);
  }

  static void emit(Site site) {
    new RoiAlignEmitter(site).emit();
  }

  private void emit() {
    String image = site.input(0);
    String pooled = site.assign("annotate(List[Tensor], [])");
    String count = site.assign(call("torch.size", site.input(1), 0));
    String i = site.newIdentifier();
    site.block(
        "for %s in range(%s):".formatted(i, count),
        () -> {
          String own = site.assign("%s[int(%s[%s])]".formatted(image, site.input(2), i));
          String region = site.assign(corners(i));
          Samples rows = samples(region, 1, height, call("torch.size", image, 2));
          Samples columns = samples(region, 0, width, call("torch.size", image, 3));
          site.statement("%s.append(%s)".formatted(pooled, pooled(own, rows, columns)));
        });
    site.block(
        "if %s == 0:".formatted(count),
        () -> {
          String shape = "[torch.size(%s, 1), %d, %d]".formatted(image, height, width);
          site.statement("%s.append(torch.new_zeros(%s, %s))".formatted(pooled, image, shape));
        });
    site.output(call("torch.slice", call("torch.stack", pooled, 0), 0, 0, count));
  }

  private String corners(String i) {
    String scaled =
        call(
            "torch.mul",
            call("torch.select", site.input(1), 0, i),
            site.number("spatial_scale", 1));
    return isHalfPixel() ? call("torch.sub", scaled, "0.5") : scaled;
  }

  private boolean isHalfPixel() {
    String mode = site.text("coordinate_transformation_mode", "half_pixel");
    return switch (mode) {
      case "half_pixel" -> true;
      case "output_half_pixel" -> false;
      default -> throw site.unsupported("its coordinate_transformation_mode is unknown");
    };
  }

  /**
   * Samples along one axis.
   *
   * @param bins number of bins, perBin samples in each
   * @param low index of the neighbour before each sample, high of the one after
   * @param near weight of the one after, [samples]
   * @param inside whether a sample lies in the image
   */
  private record Samples(
      long bins, String perBin, String low, String high, String near, String inside) {}

  private Samples samples(String region, int axis, long bins, String extent) {
    String start = site.assign("float(%s[%d])".formatted(region, axis));
    String end = "float(%s[%d])".formatted(region, axis + 2);
    String length = "%s - %s".formatted(end, start);
    String size = site.assign(isHalfPixel() ? length : "max(%s, 1.0)".formatted(length));
    String perBin = site.assign(perBin(size, bins));
    String positions =
        "torch.arange(%s * %d, dtype=%d, device=%s.device)"
            .formatted(perBin, bins, ScalarTypes.FLOAT, region);
    String step = "%s / %d.0 / float(max(%s, 1))".formatted(size, bins, perBin);
    String at = site.assign("(%s + 0.5) * (%s) + %s".formatted(positions, step, start));
    String inside =
        call("torch.logical_and", call("torch.ge", at, "-1.0"), call("torch.le", at, extent));
    String outside = site.assign(inside);
    String bounded = site.assign(call("torch.clamp", at, 0, extent + " - 1"));
    String low = site.assign(call("torch.to", call("torch.floor", bounded), ScalarTypes.INT64));
    String high = call("torch.clamp", call("torch.add", low, 1), 0, extent + " - 1");
    String near = call("torch.sub", bounded, low);
    return new Samples(bins, perBin, low, site.assign(high), site.assign(near), outside);
  }

  /** As many samples as asked for, or as the bin has pixels. */
  private String perBin(String size, long bins) {
    long asked = site.integer("sampling_ratio", 0);
    return asked > 0 ? Long.toString(asked) : "max(torch.ceil(%s / %d.0), 0)".formatted(size, bins);
  }

  /** [C, height, width] of one region. */
  private String pooled(String image, Samples rows, Samples columns) {
    String inside =
        site.assign(
            "torch.to(torch.logical_and(torch.unsqueeze(%s, 1), %s), %d)"
                .formatted(rows.inside(), columns.inside(), site.scalarType(0)));
    String before = "(1.0 - torch.unsqueeze(%s, 1))".formatted(rows.near());
    String after = "torch.unsqueeze(%s, 1)".formatted(rows.near());
    String left = "(1.0 - %s)".formatted(columns.near());
    String[] terms = {
      term(image, rows.low(), columns.low(), before, left, inside),
      term(image, rows.low(), columns.high(), before, columns.near(), inside),
      term(image, rows.high(), columns.low(), after, left, inside),
      term(image, rows.high(), columns.high(), after, columns.near(), inside)
    };
    return switch (site.text("mode", "avg")) {
      case "avg" -> average(String.join(" + ", terms), rows, columns);
      case "max" -> maximum(terms, rows, columns);
      default -> throw site.unsupported("its mode is unknown");
    };
  }

  /** One weighted neighbour of every sample, [C, samples, samples]. */
  private String term(
      String image, String row, String column, String vertical, String horizontal, String inside) {
    String picked = "torch.index_select(torch.index_select(%s, 1, %s), 2, %s)";
    return site.assign(
        "%s * (%s * %s * %s)"
            .formatted(picked.formatted(image, row, column), vertical, horizontal, inside));
  }

  private String average(String sum, Samples rows, Samples columns) {
    String count = "float(max(%s * %s, 1))".formatted(rows.perBin(), columns.perBin());
    return "torch.sum(%s, [2, 4]) / %s".formatted(binned(sum, rows, columns), count);
  }

  private String maximum(String[] terms, Samples rows, Samples columns) {
    String largest = terms[0];
    for (int i = 1; i < terms.length; i++) {
      largest = call("torch.maximum", largest, terms[i]);
    }
    return "torch.amax(%s, [2, 4])".formatted(binned(largest, rows, columns));
  }

  private String binned(String samples, Samples rows, Samples columns) {
    return "torch.reshape(%s, [torch.size(%s, 1), %d, %s, %d, %s])"
        .formatted(
            samples, site.input(0), rows.bins(), rows.perBin(), columns.bins(), columns.perBin());
  }
}
