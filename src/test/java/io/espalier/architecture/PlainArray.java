package io.espalier.architecture;

import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * An array in double precision with the layers of networks written out as loops, to compare with.
 *
 * @param values row-major
 */
record PlainArray(double[] values, int... shape) {
  private static final double BATCH_NORM_EPSILON = 1e-5;

  static PlainArray of(Tensor tensor) {
    float[] floats = tensor.toFloats();
    double[] values = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    return new PlainArray(values, Arrays.stream(tensor.shape()).mapToInt(d -> (int) d).toArray());
  }

  static PlainArray zeros(int... shape) {
    return new PlainArray(new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
  }

  Tensor toTensor() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.ofFloats(Arrays.stream(shape).asLongStream().toArray(), floats);
  }

  double at(int... index) {
    int offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      offset = offset * shape[axis] + index[axis];
    }
    return values[offset];
  }

  PlainArray map(DoubleUnaryOperator change) {
    return new PlainArray(Arrays.stream(values).map(change).toArray(), shape);
  }

  PlainArray reshape(int... newShape) {
    return new PlainArray(values, newShape);
  }

  /** The sum with an array that is repeated over the leading axes. */
  PlainArray plus(PlainArray other) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i % other.values.length];
    }
    return new PlainArray(sum, shape);
  }

  PlainArray times(PlainArray other) {
    double[] product = values.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= other.values[i % other.values.length];
    }
    return new PlainArray(product, shape);
  }

  PlainArray relu() {
    return map(x -> Math.max(0, x));
  }

  PlainArray gelu() {
    return map(x -> x * 0.5 * (1 + erf(x / Math.sqrt(2))));
  }

  /** The error function by its power series, which is enough for small arguments. */
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** A convolution with an {@code [out, in/groups, k, k]} weight and no bias. */
  PlainArray conv(PlainArray weight, int stride, int padding, int groups) {
    int kernel = weight.shape[2];
    int side = (shape[2] + 2 * padding - kernel) / stride + 1;
    PlainArray y = zeros(shape[0], weight.shape[0], side, side);
    int perGroup = weight.shape[0] / groups;
    int at = 0;
    for (int n = 0; n < shape[0]; n++) {
      for (int out = 0; out < weight.shape[0]; out++) {
        int firstIn = out / perGroup * weight.shape[1];
        for (int i = 0; i < side * side; i++) {
          int top = i / side * stride - padding;
          int left = i % side * stride - padding;
          y.values[at++] = dot(weight, n, out, new int[] {firstIn, top, left});
        }
      }
    }
    return y;
  }

  private double dot(PlainArray weight, int n, int out, int[] start) {
    double sum = 0;
    for (int in = 0; in < weight.shape[1]; in++) {
      for (int h = 0; h < weight.shape[2]; h++) {
        for (int w = 0; w < weight.shape[3]; w++) {
          int row = start[1] + h;
          int column = start[2] + w;
          if (row >= 0 && row < shape[2] && column >= 0 && column < shape[3]) {
            sum += weight.at(out, in, h, w) * at(n, start[0] + in, row, column);
          }
        }
      }
    }
    return sum;
  }

  /** The sum with one number for each channel. */
  PlainArray plusChannels(PlainArray bias) {
    return channels((x, c) -> x + bias.values[c]);
  }

  PlainArray batchNorm(PlainArray scale, PlainArray shift, PlainArray mean, PlainArray variance) {
    return channels(
        (x, c) ->
            (x - mean.values[c])
                    / Math.sqrt(variance.values[c] + BATCH_NORM_EPSILON)
                    * scale.values[c]
                + shift.values[c]);
  }

  private PlainArray channels(ChannelChange change) {
    double[] changed = values.clone();
    int area = shape[2] * shape[3];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.of(changed[i], i / area % shape[1]);
    }
    return new PlainArray(changed, shape);
  }

  PlainArray maxPool(int kernel, int stride, int padding) {
    int side = (shape[2] + 2 * padding - kernel) / stride + 1;
    PlainArray y = zeros(shape[0], shape[1], side, side);
    for (int i = 0; i < y.values.length; i++) {
      int top = i / side % side * stride - padding;
      int left = i % side * stride - padding;
      int plane = i / (side * side);
      y.values[i] = window(plane, top, left, kernel).max().orElseThrow();
    }
    return y;
  }

  /** The mean of windows that cover the image evenly and may overlap. */
  PlainArray adaptivePool(int side) {
    PlainArray y = zeros(shape[0], shape[1], side, side);
    for (int i = 0; i < y.values.length; i++) {
      int row = i / side % side;
      int column = i % side;
      int plane = i / (side * side);
      y.values[i] = mean(plane, row, column, side);
    }
    return y;
  }

  private double mean(int plane, int row, int column, int side) {
    int height = shape[2];
    double sum = 0;
    int count = 0;
    for (int h = (int) Math.floor((double) row * height / side);
        h < Math.ceil((row + 1.0) * height / side);
        h++) {
      for (int w = (int) Math.floor((double) column * height / side);
          w < Math.ceil((column + 1.0) * height / side);
          w++) {
        sum += values[(plane * height + h) * height + w];
        count++;
      }
    }
    return sum / count;
  }

  private java.util.stream.DoubleStream window(int plane, int top, int left, int kernel) {
    return IntStream.range(0, kernel * kernel)
        .filter(i -> inside(top + i / kernel) && inside(left + i % kernel))
        .mapToDouble(
            i -> values[(plane * shape[2] + top + i / kernel) * shape[3] + left + i % kernel]);
  }

  private boolean inside(int position) {
    return position >= 0 && position < shape[2];
  }

  /** A product of the last axis with an {@code [out, in]} weight. */
  PlainArray linear(PlainArray weight) {
    int in = weight.shape[1];
    int out = weight.shape[0];
    int[] newShape = shape.clone();
    newShape[shape.length - 1] = out;
    PlainArray y = zeros(newShape);
    for (int i = 0; i < y.values.length; i++) {
      for (int j = 0; j < in; j++) {
        y.values[i] += values[i / out * in + j] * weight.values[i % out * in + j];
      }
    }
    return y;
  }

  PlainArray layerNorm(PlainArray scale, PlainArray shift, double epsilon) {
    int width = shape[shape.length - 1];
    double[] normed = values.clone();
    for (int start = 0; start < normed.length; start += width) {
      double[] row = Arrays.copyOfRange(values, start, start + width);
      double mean = Arrays.stream(row).average().orElseThrow();
      double variance =
          Arrays.stream(row).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      for (int i = 0; i < width; i++) {
        normed[start + i] =
            (row[i] - mean) / Math.sqrt(variance + epsilon) * scale.values[i] + shift.values[i];
      }
    }
    return new PlainArray(normed, shape);
  }

  private interface ChannelChange {
    double of(double value, int channel);
  }
}
