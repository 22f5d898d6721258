package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The places of a layer's outputs on one of its inputs, and what is read there. */
final class WindowPlaces {
  private final long[] input;
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] begins;
  private final long[] outputs;
  private final long channels;

  /**
   * What a window reads at one place, for the position 0 of the channel axis.
   *
   * @param elements of the input, by tap; taps that read padding are left out
   * @param taps numbers of the taps in the weight
   * @param positionStride how far apart the elements of neighbouring positions are
   */
  record Taps(long[] elements, int[] taps, long positionStride) {}

  private WindowPlaces(long[] input, long channels, long[] kernel, Node node, boolean convolution) {
    this.input = input;
    this.channels = channels;
    this.kernel = kernel;
    int axes = input.length;
    strides = attribute(node, "strides", axes, convolution);
    dilations = attribute(node, "dilations", axes, convolution);
    begins = new long[axes];
    outputs = new long[axes];
    String automatic = node.stringAttribute("auto_pad", "NOTSET");
    List<Long> pads = node.intsAttribute("pads").orElse(Collections.nCopies(2 * axes, 0L));
    for (int axis = 0; axis < axes; axis++) {
      long padding = pads.get(axis) + pads.get(axes + axis);
      begins[axis] = pads.get(axis);
      if (automatic.startsWith("SAME")) {
        long reached = Math.ceilDiv(input[axis], strides[axis]) - 1;
        padding = Math.max(0, reached * strides[axis] + reach(axis) - input[axis]);
        begins[axis] = automatic.equals("SAME_UPPER") ? padding / 2 : Math.ceilDiv(padding, 2);
      }
      outputs[axis] = (input[axis] + padding - reach(axis)) / strides[axis] + 1;
    }
  }

  /** The places of a consumer on an input of this shape. */
  static WindowPlaces of(ChannelConsumer consumer, long[] shape, int samples) {
    if (consumer.layout() == ChannelConsumer.Layout.CONVOLUTION) {
      long[] weight = consumer.weight().shape();
      return new WindowPlaces(
          Arrays.copyOfRange(shape, 2, shape.length),
          shape[1],
          Arrays.copyOfRange(weight, 2, weight.length),
          consumer.node(),
          true);
    }
    long channels = shape[shape.length - 1];
    long rows = Arrays.stream(shape).reduce(1, Math::multiplyExact) / channels / samples;
    return new WindowPlaces(new long[] {rows}, channels, new long[] {1}, consumer.node(), false);
  }

  /** How many places there are in one sample. */
  int places() {
    return Math.toIntExact(Arrays.stream(outputs).reduce(1, Math::multiplyExact));
  }

  /** What a consumer reads at a place. */
  Taps read(ChannelConsumer consumer, int sample, int place) {
    return consumer.layout() == ChannelConsumer.Layout.CONVOLUTION
        ? window(sample, place)
        : row(sample, place);
  }

  /** What a convolution reads at a place. */
  Taps window(int sample, int place) {
    long size = Arrays.stream(input).reduce(1, Math::multiplyExact);
    int kernelSize = (int) Arrays.stream(kernel).reduce(1, Math::multiplyExact);
    long[] elements = new long[kernelSize];
    int[] taps = new int[kernelSize];
    int found = 0;
    for (int tap = 0; tap < kernelSize; tap++) {
      long offset = offset(place, tap);
      if (offset >= 0) {
        elements[found] = sample * channels * size + offset;
        taps[found++] = tap;
      }
    }
    return new Taps(Arrays.copyOf(elements, found), Arrays.copyOf(taps, found), size);
  }

  /** What a product reads at a place: one row. */
  Taps row(int sample, int place) {
    return new Taps(new long[] {(sample * input[0] + place) * channels}, new int[] {0}, 1);
  }

  /** Where a tap lies within one channel, or -1 in the padding. */
  private long offset(int place, int tap) {
    long offset = 0;
    long stride = 1;
    long placeLeft = place;
    long tapLeft = tap;
    for (int axis = input.length - 1; axis >= 0; axis--) {
      long at =
          placeLeft % outputs[axis] * strides[axis]
              + tapLeft % kernel[axis] * dilations[axis]
              - begins[axis];
      if (at < 0 || at >= input[axis]) {
        return -1;
      }
      offset += at * stride;
      stride *= input[axis];
      placeLeft /= outputs[axis];
      tapLeft /= kernel[axis];
    }
    return offset;
  }

  private long reach(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  private static long[] attribute(Node node, String name, int axes, boolean convolution) {
    List<Long> ones = Collections.nCopies(axes, 1L);
    return (convolution ? node.intsAttribute(name).orElse(ones) : ones)
        .stream().mapToLong(Long::longValue).toArray();
  }
}
