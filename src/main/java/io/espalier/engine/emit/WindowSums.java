package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.ints;

import java.util.Collections;

/** Sums over sliding windows, as a convolution of each channel with ones. */
final class WindowSums {
  private WindowSums() {}

  /** The sums of windows over x, which has N, C and the spatial axes; padding adds nothing. */
  static String of(Site site, SpatialWindow window, String x) {
    int axes = window.axes();
    String padded = site.assign(call("torch.constant_pad_nd", x, window.padding().literal(), 0));
    String planes = site.assign(call("torch.unsqueeze", call("torch.flatten", padded, 0, 1), 1));
    String sums =
        site.assign(
            call(
                "torch.conv" + axes + "d",
                planes,
                ones(window, planes),
                Literals.NONE,
                ints(window.strides()),
                ints(Collections.nCopies(axes, 0L)),
                ints(window.dilations())));
    String shape =
        "[%s, %s] + %s[2:]"
            .formatted(
                call("torch.size", padded, 0),
                call("torch.size", padded, 1),
                call("torch.size", sums));
    return site.assign(call("torch.reshape", sums, shape));
  }

  private static String ones(SpatialWindow window, String x) {
    long[] shape = new long[window.axes() + 2];
    shape[0] = 1;
    shape[1] = 1;
    for (int axis = 0; axis < window.axes(); axis++) {
      shape[axis + 2] = window.kernel().get(axis);
    }
    return call("torch.ones", ints(shape), "dtype=" + x + ".dtype", deviceOf(x));
  }
}
