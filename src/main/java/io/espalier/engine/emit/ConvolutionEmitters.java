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
    List<Long> kernel = kernel(site, 1);
    List<Long> outputPadding = SpatialWindow.outputPadding(site, kernel);
    SpatialWindow window = SpatialWindow.transposed(site, kernel, outputPadding);
    Padding padding = window.padding();
    boolean symmetric = padding.isSymmetric();
    String pads = symmetric ? ints(padding.begin()) : zeros(window.axes());
    String full =
        call(
            "torch.conv_transpose" + window.axes() + "d",
            site.input(0),
            site.input(1),
            site.inputOrNone(2),
            ints(window.strides()),
            pads,
            ints(outputPadding),
            site.integer("group", 1),
            ints(window.dilations()));
    site.output(symmetric ? full : zeroPadded(full, padding.cropLiteral()));
  }

  private static SpatialWindow window(Site site, int weight) {
    return SpatialWindow.of(site, kernel(site, weight));
  }

  private static List<Long> kernel(Site site, int weight) {
    int rank = site.rank(weight);
    if (rank < 3) {
      throw site.unsupported("its weight has rank %d", rank);
    }
    return IntStream.range(2, rank).mapToObj(axis -> site.extent(weight, axis)).toList();
  }

  private static String zeroPadded(String x, String pads) {
    return call("torch.constant_pad_nd", x, pads, 0);
  }

  private static String zeros(int axes) {
    return ints(Collections.nCopies(axes, 0L));
  }
}
