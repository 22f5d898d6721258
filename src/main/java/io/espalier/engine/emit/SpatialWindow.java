package io.espalier.engine.emit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
    List<Long> ones = Collections.nCopies(kernel.size(), 1L);
    List<Long> strides = spatial(site, "strides", ones);
    List<Long> dilations = spatial(site, "dilations", ones);
    if (kernel.isEmpty() || kernel.size() > 3) {
      throw site.unsupported("it has %d spatial axes, not 1 to 3", kernel.size());
    }
    SpatialWindow unpadded = new SpatialWindow(kernel, strides, dilations, none(kernel.size()));
    return new SpatialWindow(kernel, strides, dilations, unpadded.padding(site));
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
