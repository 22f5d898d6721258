package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Conv 3×3, Relu, Flatten, Gemm, Relu, Gemm and cross entropy, written out in loops, with
 * derivatives by central differences.
 */
final class HandwrittenNetwork {
  static final int IN = 2;
  static final int SIDE = 3;
  static final int PLACES = SIDE * SIDE;
  static final int MAPS = 4;
  static final int HIDDEN = 5;
  static final int CLASSES = 3;
  static final String CONV = "conv0.weight";
  static final String CONV_BIAS = "conv0.bias";
  static final String FIRST = "linear3.weight";
  static final String FIRST_BIAS = "linear3.bias";
  static final String SECOND = "linear5.weight";
  static final String SECOND_BIAS = "linear5.bias";
  private static final double STEP = 1e-5;

  private final Map<String, double[]> weights = new LinkedHashMap<>();
  private final double[] mapShift = new double[MAPS * PLACES];
  private final double[] hiddenShift = new double[HIDDEN];

  HandwrittenNetwork(Graph graph) {
    graph
        .initializers()
        .forEach(
            (name, tensor) ->
                weights.put(
                    name,
                    IntStream.range(0, (int) tensor.elements())
                        .mapToDouble(tensor::doubleAt)
                        .toArray()));
  }

  static Graph graph() {
    NetworkBuilder net = new NetworkBuilder("net", 11);
    String x = net.relu(net.conv(net.input("x", IN, SIDE, SIDE), IN, MAPS, 3, 1, 1));
    String flat = net.op("Flatten", Map.of("axis", Attribute.of(1L)), x);
    String hidden = net.relu(net.linear(flat, MAPS * PLACES, HIDDEN));
    return net.output(net.linear(hidden, HIDDEN, CLASSES), CLASSES).build();
  }

  double[] weight(String name) {
    return weights.get(name);
  }

  /** Shifts of the convolution's output, {@code [C, T]}. */
  double[] mapShift() {
    return mapShift;
  }

  /** Shifts of the first Gemm's output. */
  double[] hiddenShift() {
    return hiddenShift;
  }

  /** The derivative of a function of this network for each number of an array of it. */
  double[] derivative(double[] numbers, ToDoubleFunction<HandwrittenNetwork> function) {
    double[] derivative = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double value = numbers[i];
      numbers[i] = value + STEP;
      double above = function.applyAsDouble(this);
      numbers[i] = value - STEP;
      double below = function.applyAsDouble(this);
      numbers[i] = value;
      derivative[i] = (above - below) / (2 * STEP);
    }
    return derivative;
  }

  double meanLoss(List<Sample> samples) {
    return samples.stream().mapToDouble(this::loss).average().orElseThrow();
  }

  double loss(Sample sample) {
    double[] scores =
        linear(relu(hidden(sample)), weights.get(SECOND), weights.get(SECOND_BIAS), CLASSES);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    return Math.log(sum) - scores[sample.label()];
  }

  /** What the first Gemm reads. */
  double[] flat(Sample sample) {
    double[] maps = new double[MAPS * PLACES];
    for (int place = 0; place < PLACES; place++) {
      double[] window = window(sample, place);
      for (int map = 0; map < MAPS; map++) {
        double sum = weights.get(CONV_BIAS)[map] + mapShift[map * PLACES + place];
        for (int i = 0; i < window.length; i++) {
          sum += window[i] * weights.get(CONV)[map * window.length + i];
        }
        maps[map * PLACES + place] = sum;
      }
    }
    return relu(maps);
  }

  private double[] hidden(Sample sample) {
    double[] hidden = linear(flat(sample), weights.get(FIRST), weights.get(FIRST_BIAS), HIDDEN);
    for (int unit = 0; unit < HIDDEN; unit++) {
      hidden[unit] += hiddenShift[unit];
    }
    return hidden;
  }

  /** What the convolution reads at a place, zeros beyond the border. */
  static double[] window(Sample sample, int place) {
    double[] window = new double[IN * 9];
    for (int i = 0; i < window.length; i++) {
      int row = place / SIDE + i % 9 / 3 - 1;
      int column = place % SIDE + i % 3 - 1;
      boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
      window[i] = inside ? sample.pixels()[i / 9 * PLACES + row * SIDE + column] : 0;
    }
    return window;
  }

  private static double[] linear(double[] x, double[] weight, double[] bias, int out) {
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += x[i] * weight[o * x.length + i];
      }
    }
    return y;
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(value -> Math.max(0, value)).toArray();
  }

  /** One labelled image. */
  record Sample(float[] pixels, int label) {
    static Tensor inputs(List<Sample> samples) {
      float[] all = new float[samples.size() * IN * PLACES];
      for (int n = 0; n < samples.size(); n++) {
        System.arraycopy(samples.get(n).pixels(), 0, all, n * IN * PLACES, IN * PLACES);
      }
      return Tensor.ofFloats(new long[] {samples.size(), IN, SIDE, SIDE}, all);
    }

    static Tensor labels(List<Sample> samples) {
      return Tensor.vector(samples.stream().mapToLong(Sample::label).toArray());
    }
  }
}
