package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.ints;

import io.espalier.engine.emit.SpatialWindow.Padding;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Convolutions of one to three spatial axes. */
final class ConvolutionEmitters {
  private ConvolutionEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Conv", ConvolutionEmitters::conv);
    table.put("ConvTranspose", ConvolutionEmitters::convTranspose);
  }

  private static void conv(Site site) {
    site.output(convolved(site, 1, site.input(0), site.input(1), site.inputOrNone(2)));
  }

  /** A convolution of expressions by the node's window, whose weight is the given input. */
  static String convolved(Site site, int weightInput, String x, String weight, String bias) {
    SpatialWindow window = window(site, weightInput);
    Padding padding = window.padding();
    boolean symmetric = padding.isSymmetric();
    return call(
        "torch.conv" + window.axes() + "d",
        symmetric ? x : zeroPadded(x, padding.literal()),
        weight,
        bias,
        ints(window.strides()),
        symmetric ? ints(padding.begin()) : zeros(window.axes()),
        ints(window.dilations()),
        site.integer("group", 1));
  }

  /** Unequal padding is cropped from the unpadded result. */
  private static void convTranspose(Site site) {
    if (site.node().intsAttribute("output_shape").isPresent()
        || site.text("auto_pad", "NOTSET").startsWith("SAME")) {
      throw site.unsupported("its padding follows from the output's shape");
    }
    SpatialWindow window = window(site, 1);
    Padding padding = window.padding();
    String full = transposed(site, window, padding.isSymmetric());
    site.output(padding.isSymmetric() ? full : zeroPadded(full, padding.cropLiteral()));
  }

  private static String transposed(Site site, SpatialWindow window, boolean padded) {
    List<Long> none = Collections.nCopies(window.axes(), 0L);
    return call(
        "torch.conv_transpose" + window.axes() + "d",
        site.input(0),
        site.input(1),
        site.inputOrNone(2),
        ints(window.strides()),
        padded ? ints(window.padding().begin()) : ints(none),
        ints(site.node().intsAttribute("output_padding").orElse(none)),
        site.integer("group", 1),
        ints(window.dilations()));
  }

  private static SpatialWindow window(Site site, int weight) {
    int rank = site.rank(weight);
    if (rank < 3) {
      throw site.unsupported("its weight has rank %d", rank);
    }
    List<Long> kernel =
        IntStream.range(2, rank).mapToObj(axis -> site.extent(weight, axis)).toList();
    return SpatialWindow.of(site, kernel);
  }

  private static String zeroPadded(String x, String pads) {
    return call("torch.constant_pad_nd", x, pads, 0);
  }

  private static String zeros(int axes) {
    return ints(Collections.nCopies(axes, 0L));
  }
}
