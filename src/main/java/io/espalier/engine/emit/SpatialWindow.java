package io.espalier.engine.emit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sliding window of a convolution or pool.
 *
 * @param kernel extents of the spatial axes, kd kh kw
 */
record SpatialWindow(List<Long> kernel, List<Long> strides, List<Long> dilations, Padding padding) {

  /** Zeros before and after each spatial axis. */
  record Padding(List<Long> begin, List<Long> end) {
    boolean isSymmetric() {
      return begin.equals(end);
    }

    boolean isZero() {
      return begin.stream().allMatch(pad -> pad == 0) && isSymmetric();
    }

    /** Pairs from the last axis to the first, as libtorch takes them. */
    String literal() {
      return literal(1);
    }

    /** As negative padding, which crops. */
    String cropLiteral() {
      return literal(-1);
    }

    private String literal(int sign) {
      long[] pairs = new long[2 * begin.size()];
      for (int axis = 0; axis < begin.size(); axis++) {
        int at = 2 * (begin.size() - 1 - axis);
        pairs[at] = sign * begin.get(axis);
        pairs[at + 1] = sign * end.get(axis);
      }
      return Literals.ints(pairs);
    }
  }

  /** Reads the window of a node whose first input is N C and the spatial axes. */
  static SpatialWindow of(Site site, List<Long> kernel) {
    SpatialWindow unpadded = of(site, kernel, none(kernel.size()));
    return new SpatialWindow(kernel, unpadded.strides, unpadded.dilations, unpadded.padding(site));
  }

  private static SpatialWindow of(Site site, List<Long> kernel, Padding padding) {
    List<Long> ones = Collections.nCopies(kernel.size(), 1L);
    List<Long> strides = spatial(site, "strides", ones);
    List<Long> dilations = spatial(site, "dilations", ones);
    if (kernel.isEmpty() || kernel.size() > 3) {
      throw site.unsupported("it has %d spatial axes, not 1 to 3", kernel.size());
    }
    return new SpatialWindow(kernel, strides, dilations, padding);
  }

  /**
   * Reads the window of a transposed convolution, whose padding may follow from the output's shape.
   *
   * @param outputPadding as {@link #outputPadding} gives it
   */
  static SpatialWindow transposed(Site site, List<Long> kernel, List<Long> outputPadding) {
    if (!followsOutput(site)) {
      return of(site, kernel);
    }
    SpatialWindow window = of(site, kernel, none(kernel.size()));
    Long[] begin = new Long[kernel.size()];
    Long[] end = new Long[kernel.size()];
    boolean lessBefore = site.text("auto_pad", "NOTSET").equals("SAME_UPPER");
    for (int axis = 0; axis < kernel.size(); axis++) {
      long total = window.surplus(site, axis) + outputPadding.get(axis);
      begin[axis] = lessBefore ? total / 2 : total - total / 2;
      end[axis] = total - begin[axis];
    }
    Padding padding = new Padding(Arrays.asList(begin), Arrays.asList(end));
    return new SpatialWindow(kernel, window.strides, window.dilations, padding);
  }

  /** What is added at the end of each axis, more where the windows do not reach the output. */
  static List<Long> outputPadding(Site site, List<Long> kernel) {
    List<Long> given = spatial(site, "output_padding", Collections.nCopies(kernel.size(), 0L));
    if (!followsOutput(site)) {
      return given;
    }
    SpatialWindow window = of(site, kernel, none(kernel.size()));
    return IntStream.range(0, kernel.size())
        .mapToObj(axis -> Math.max(given.get(axis), -window.surplus(site, axis)))
        .toList();
  }

  private static boolean followsOutput(Site site) {
    return site.node().intsAttribute("output_shape").isPresent()
        || site.text("auto_pad", "NOTSET").startsWith("SAME");
  }

  /** By how much the windows reach beyond the output that is asked for. */
  private long surplus(Site site, int axis) {
    long extent = site.extent(0, axis + 2);
    long reached = (extent - 1) * strides.get(axis) + covered(axis);
    long wanted =
        site.node()
            .intsAttribute("output_shape")
            .map(shape -> shape.get(axis))
            .orElse(extent * strides.get(axis));
    return reached - wanted;
  }

  /** Number of spatial axes. */
  int axes() {
    return kernel.size();
  }

  boolean isDilated() {
    return dilations.stream().anyMatch(dilation -> dilation != 1);
  }

  /** True when the windows end just where the padding ends. */
  boolean dividesEvenly(int axis, long extent) {
    long padded = extent + padding.begin().get(axis) + padding.end().get(axis);
    return (padded - covered(axis)) % strides.get(axis) == 0;
  }

  private Padding padding(Site site) {
    String mode = site.text("auto_pad", "NOTSET");
    return switch (mode) {
      case "NOTSET", "" -> explicit(site);
      case "VALID" -> none(axes());
      case "SAME_UPPER" -> same(site, false);
      case "SAME_LOWER" -> same(site, true);
      default -> throw site.unsupported("the auto_pad (%s) is unknown", mode);
    };
  }

  private Padding explicit(Site site) {
    List<Long> pads = spatial(site, "pads", Collections.nCopies(2 * axes(), 0L));
    return new Padding(pads.subList(0, axes()), pads.subList(axes(), 2 * axes()));
  }

  private Padding same(Site site, boolean moreBefore) {
    Long[] begin = new Long[axes()];
    Long[] end = new Long[axes()];
    for (int axis = 0; axis < axes(); axis++) {
      long total = samePadding(site.extent(0, axis + 2), axis);
      long less = total / 2;
      begin[axis] = moreBefore ? total - less : less;
      end[axis] = total - begin[axis];
    }
    return new Padding(Arrays.asList(begin), Arrays.asList(end));
  }

  private long samePadding(long extent, int axis) {
    long positions = Math.ceilDiv(extent, strides.get(axis));
    return Math.max((positions - 1) * strides.get(axis) + covered(axis) - extent, 0);
  }

  /** Elements from the first to the last one that a window touches. */
  private long covered(int axis) {
    return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
  }

  private static Padding none(int axes) {
    List<Long> zeros = Collections.nCopies(axes, 0L);
    return new Padding(zeros, zeros);
  }

  private static List<Long> spatial(Site site, String attribute, List<Long> otherwise) {
    List<Long> values = site.node().intsAttribute(attribute).orElse(otherwise);
    if (values.size() != otherwise.size()) {
      throw site.unsupported(
          "its %s need %d values, not %d", attribute, otherwise.size(), values.size());
    }
    return values;
  }
}
