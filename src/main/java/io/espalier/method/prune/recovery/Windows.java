package io.espalier.method.prune.recovery;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The windows a convolution of any number of spatial axes reads of one batch. */
final class Windows {
  private static final int FIRST_SPATIAL = 2;

  private final Tensor maps;
  private final int[] input;
  private final int[] output;
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;
  private final int[] begins;
  private final int taps;
  private final int area;

  /**
   * @param maps {@code [N, C, …]}
   * @param shape of the output, {@code [N, Co, …]}
   */
  Windows(LinearLayer layer, Tensor maps, long[] shape) {
    Node convolution = layer.node();
    this.maps = maps;
    input = spatial(maps.shape());
    output = spatial(shape);
    kernel = spatial(layer.shape());
    strides = attribute(convolution, "strides", 1);
    dilations = attribute(convolution, "dilations", 1);
    begins = begins(convolution);
    taps = product(kernel);
    area = product(input);
  }

  private static int[] spatial(long[] shape) {
    return Arrays.stream(shape).skip(FIRST_SPATIAL).mapToInt(Math::toIntExact).toArray();
  }

  private int[] attribute(Node node, String name, long otherwise) {
    List<Long> values =
        node.intsAttribute(name).orElse(Collections.nCopies(kernel.length, otherwise));
    return values.stream().mapToInt(Math::toIntExact).toArray();
  }

  /** Zeros before the map, on each axis. */
  private int[] begins(Node node) {
    String mode = node.stringAttribute("auto_pad", "NOTSET");
    if (!mode.startsWith("SAME")) {
      int[] none = new int[2 * kernel.length];
      int[] given = node.intsAttribute("pads").isPresent() ? attribute(node, "pads", 0) : none;
      return Arrays.copyOf(mode.equals("VALID") ? none : given, kernel.length);
    }
    int[] found = new int[kernel.length];
    for (int axis = 0; axis < kernel.length; axis++) {
      int reach = (kernel[axis] - 1) * dilations[axis] + 1;
      int all = Math.max((output[axis] - 1) * strides[axis] + reach - input[axis], 0);
      found[axis] = mode.equals("SAME_UPPER") ? all / 2 : all - all / 2;
    }
    return found;
  }

  private static int product(int[] extents) {
    return Arrays.stream(extents).reduce(1, Math::multiplyExact);
  }

  /**
   * Writes one window, channel after channel.
   *
   * @param row sample times places plus place
   * @param first channel, and how many follow it
   */
  void read(int row, int first, int channels, FloatRow target) {
    int places = product(output);
    int[] offsets = offsets(row % places);
    long sample = (long) (row / places) * maps.dim(1);
    int column = 0;
    for (int channel = first; channel < first + channels; channel++) {
      long start = (sample + channel) * area;
      for (int offset : offsets) {
        target.set(column++, offset < 0 ? 0 : maps.doubleAt(start + offset));
      }
    }
  }

  /** Where each tap of the window at a place stands in a map; −1 in the padding. */
  private int[] offsets(int place) {
    int[] offsets = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      offsets[tap] = offset(place, tap);
    }
    return offsets;
  }

  private int offset(int place, int tap) {
    int offset = 0;
    int scale = 1;
    int restPlace = place;
    int restTap = tap;
    for (int axis = kernel.length - 1; axis >= 0; axis--) {
      int at =
          restPlace % output[axis] * strides[axis]
              + restTap % kernel[axis] * dilations[axis]
              - begins[axis];
      if (at < 0 || at >= input[axis]) {
        return -1;
      }
      offset += at * scale;
      scale *= input[axis];
      restPlace /= output[axis];
      restTap /= kernel[axis];
    }
    return offset;
  }

  /** One row that is being written. */
  @FunctionalInterface
  interface FloatRow {
    void set(int column, double value);
  }
}
