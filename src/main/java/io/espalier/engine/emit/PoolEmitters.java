package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.ints;

import io.espalier.engine.emit.SpatialWindow.Padding;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Pools.
 *
 * <p>libtorch pads both ends of an axis alike, by at most half the kernel; other padding is written
 * out before the pool.
 */
final class PoolEmitters {
  private PoolEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("AveragePool", PoolEmitters::averagePool);
    table.put("GlobalLpPool", PoolEmitters::globalNorm);
    table.put("LpPool", PoolEmitters::norm);
    table.put("GlobalAveragePool", site -> global(site, "torch.mean"));
    table.put("GlobalMaxPool", site -> global(site, "torch.amax"));
    table.put("MaxPool", PoolEmitters::maxPool);
  }

  private static void global(Site site, String function) {
    long[] spatial = LongStream.range(2, site.rank(0)).toArray();
    site.output(call(function, site.input(0), ints(spatial), "True"));
  }

  private static void globalNorm(Site site) {
    String axes = ints(LongStream.range(2, site.rank(0)).toArray());
    site.output(call("torch.norm", site.input(0), site.integer("p", 2), axes, "True"));
  }

  /** The root of the sum over a window, with padding that adds nothing. */
  private static void norm(Site site) {
    SpatialWindow window = window(site);
    requireWholeWindows(site, window);
    long exponent = site.integer("p", 2);
    String powers = call("torch.pow", call("torch.abs", site.input(0)), exponent);
    String sum = WindowSums.of(site, window, powers);
    site.output(call("torch.pow", sum, "1.0 / " + exponent));
  }

  private static void maxPool(Site site) {
    SpatialWindow window = window(site);
    boolean inside = paddedByPool(site, window);
    String x = inside ? site.input(0) : site.assign(padded(site, window));
    if (site.readsOutput(1)) {
      MaxPoolIndices.emit(site, window, x, pool(site, window, x, inside, "d_with_indices"));
    } else {
      site.output(pool(site, window, x, inside, "d"));
    }
  }

  private static String padded(Site site, SpatialWindow window) {
    return call("torch.constant_pad_nd", site.input(0), window.padding().literal(), lowest(site));
  }

  private static String lowest(Site site) {
    return switch (site.type(0).elementType()) {
      case UINT8 -> "0";
      case INT8 -> Integer.toString(Byte.MIN_VALUE);
      default -> "-inf";
    };
  }

  private static String pool(
      Site site, SpatialWindow window, String x, boolean inside, String suffix) {
    return call(
        "torch.max_pool" + window.axes() + suffix,
        x,
        ints(window.kernel()),
        ints(window.strides()),
        inside ? ints(window.padding().begin()) : zeros(window),
        ints(window.dilations()),
        bool(site.flag("ceil_mode", false)));
  }

  private static void averagePool(Site site) {
    SpatialWindow window = window(site);
    boolean countsPadding = site.flag("count_include_pad", false);
    if (window.isDilated()) {
      dilatedAverage(site, window, countsPadding);
      return;
    }
    if (countsPadding) {
      requireWholeWindows(site, window);
    }
    String x = site.input(0);
    if (paddedByPool(site, window)) {
      String pads = ints(window.padding().begin());
      site.output(average(site, window, x, pads, countsPadding));
    } else if (countsPadding) {
      site.output(average(site, window, zeroPadded(x, window), zeros(window), true));
    } else {
      site.output(averageOfRealElements(site, window, x));
    }
  }

  private static void dilatedAverage(Site site, SpatialWindow window, boolean countsPadding) {
    requireWholeWindows(site, window);
    String x = site.input(0);
    String ones = call("torch.ones_like", x);
    String count =
        countsPadding
            ? Long.toString(window.kernel().stream().reduce(1L, Math::multiplyExact))
            : WindowSums.of(site, window, ones);
    site.output(call("torch.div", WindowSums.of(site, window, x), count));
  }

  /** Runtimes differ on how many elements a window counts that reaches beyond the padding. */
  private static void requireWholeWindows(Site site, SpatialWindow window) {
    if (!site.flag("ceil_mode", false)) {
      return;
    }
    for (int axis = 0; axis < window.axes(); axis++) {
      if (!window.dividesEvenly(axis, site.extent(0, axis + 2))) {
        throw site.unsupported("it rounds up (ceil_mode) to windows that reach beyond the padding");
      }
    }
  }

  /**
   * The mean over a window with padding, divided by the share of the window that is not padding.
   */
  private static String averageOfRealElements(Site site, SpatialWindow window, String x) {
    String ones = zeroPadded(call("torch.ones_like", x), window);
    String share = average(site, window, ones, zeros(window), true);
    String mean = average(site, window, zeroPadded(x, window), zeros(window), true);
    return call("torch.div", mean, share);
  }

  private static String average(
      Site site, SpatialWindow window, String x, String pads, boolean countsPadding) {
    return call(
        "torch.avg_pool" + window.axes() + "d",
        x,
        ints(window.kernel()),
        ints(window.strides()),
        pads,
        bool(site.flag("ceil_mode", false)),
        bool(countsPadding));
  }

  private static boolean paddedByPool(Site site, SpatialWindow window) {
    Padding padding = window.padding();
    boolean fits = padding.isSymmetric();
    for (int axis = 0; axis < window.axes(); axis++) {
      fits &= padding.begin().get(axis) <= window.kernel().get(axis) / 2;
    }
    if (!fits && site.flag("ceil_mode", false)) {
      throw site.unsupported("it rounds up (ceil_mode) and pads unequally or by more than half");
    }
    return fits;
  }

  private static SpatialWindow window(Site site) {
    List<Long> kernel =
        site.node()
            .intsAttribute("kernel_shape")
            .orElseThrow(() -> site.unsupported("it has no kernel_shape"));
    return SpatialWindow.of(site, kernel);
  }

  private static String zeroPadded(String x, SpatialWindow window) {
    return call("torch.constant_pad_nd", x, window.padding().literal(), 0);
  }

  private static String zeros(SpatialWindow window) {
    return ints(Collections.nCopies(window.axes(), 0L));
  }
}
