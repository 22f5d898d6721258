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
    table.put("GlobalAveragePool", site -> global(site, "torch.mean"));
    table.put("GlobalMaxPool", site -> global(site, "torch.amax"));
    table.put("MaxPool", PoolEmitters::maxPool);
  }

  private static void global(Site site, String function) {
    long[] spatial = LongStream.range(2, site.rank(0)).toArray();
    site.output(call(function, site.input(0), ints(spatial), "True"));
  }

  private static void maxPool(Site site) {
    site.requireOnlyFirstOutput();
    SpatialWindow window = window(site);
    Padding padding = window.padding();
    boolean inside = paddedByPool(site, window);
    String x =
        inside
            ? site.input(0)
            : call("torch.constant_pad_nd", site.input(0), padding.literal(), "-inf");
    site.output(
        call(
            "torch.max_pool" + window.axes() + "d",
            x,
            ints(window.kernel()),
            ints(window.strides()),
            inside ? ints(padding.begin()) : zeros(window),
            ints(window.dilations()),
            bool(site.flag("ceil_mode", false))));
  }

  private static void averagePool(Site site) {
    SpatialWindow window = window(site);
    if (window.isDilated()) {
      throw site.unsupported("it averages a dilated window");
    }
    boolean countsPadding = site.flag("count_include_pad", false);
    if (countsPadding && site.flag("ceil_mode", false)) {
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

  /** Runtimes differ on how many elements a window counts that reaches beyond the padding. */
  private static void requireWholeWindows(Site site, SpatialWindow window) {
    for (int axis = 0; axis < window.axes(); axis++) {
      if (!window.dividesEvenly(axis, site.extent(0, axis + 2))) {
        throw site.unsupported("it rounds up (ceil_mode) and counts padding (count_include_pad)");
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
