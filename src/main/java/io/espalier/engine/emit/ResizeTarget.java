package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the axes of a Resize become.
 *
 * @param axes resized ones, counted from the first
 * @param scales expressions of the scales, one an axis; empty when sizes are given
 * @param sizes expressions of the new extents, one an axis; empty when scales are given
 */
record ResizeTarget(List<Integer> axes, List<String> scales, List<String> sizes) {
  private static final int SCALES = 2;
  private static final int SIZES = 3;

  static ResizeTarget of(Site site) {
    int rank = site.rank(0);
    List<Integer> axes =
        site.node()
            .intsAttribute("axes")
            .map(given -> given.stream().map(axis -> site.axis(axis, rank)).toList())
            .orElseGet(() -> IntStream.range(0, rank).boxed().toList());
    boolean bySize = site.hasInput(SIZES);
    ResizeTarget target =
        new ResizeTarget(
            axes,
            bySize ? List.of() : site.floats(SCALES),
            bySize ? site.integers(SIZES) : List.of());
    if (target.scales.size() + target.sizes.size() != axes.size()) {
      throw site.unsupported("it resizes %d axes by another number of values", axes.size());
    }
    return target;
  }

  /** The new extent of an axis; scales are rounded down. */
  String extent(int entry, String size) {
    return sizes.isEmpty()
        ? call("int", "%s * %s".formatted(size, scales.get(entry)))
        : sizes.get(entry);
  }

  String scale(int entry, String extent, String size) {
    return sizes.isEmpty() ? scales.get(entry) : "float(%s) / float(%s)".formatted(extent, size);
  }

  /** The new extent before it is rounded. */
  String length(int entry, String extent, String size) {
    return sizes.isEmpty()
        ? "float(%s) * %s".formatted(size, scales.get(entry))
        : "float(%s)".formatted(extent);
  }

  /** True when it is known that the axis stays as it is. */
  boolean isKept(Site site, int entry) {
    Tensor given = site.constant(sizes.isEmpty() ? SCALES : SIZES).orElse(Tensor.vector());
    if (given.elements() == 0) {
      return false;
    }
    return sizes.isEmpty()
        ? given.doubleAt(entry) == 1
        : site.type(0).dim(axes.get(entry)).is(given.longAt(entry));
  }
}
