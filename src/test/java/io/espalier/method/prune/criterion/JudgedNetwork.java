package io.espalier.method.prune.criterion;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Conv, BatchNormalization, Relu, Conv: what is judged are the channels in the middle. */
final class JudgedNetwork {
  static final int IN = 3;
  static final int MIDDLE = 6;
  static final int OUT = 5;
  static final String FIRST = "conv0.weight";
  static final String SCALE = "bn1.weight";
  static final String SECOND = "conv3.weight";
  private static final int WINDOW = 9;

  private JudgedNetwork() {}

  static Graph graph() {
    NetworkBuilder net = new NetworkBuilder("net", 4);
    String x = net.conv(net.input("x", IN, 8, 8), IN, MIDDLE, 3, 1, 1);
    String y = net.conv(net.relu(net.batchNorm(x, MIDDLE)), MIDDLE, OUT, 3, 1, 1);
    return net.output(y, OUT, 8, 8).build();
  }

  /** The same without the normalisation. */
  static Graph plain() {
    NetworkBuilder net = new NetworkBuilder("plain", 4);
    String x = net.conv(net.input("x", IN, 8, 8), IN, MIDDLE, 3, 1, 1);
    return net.output(net.conv(net.relu(x), MIDDLE, OUT, 3, 1, 1), OUT, 8, 8).build();
  }

  static List<double[]> scores(ChannelCriterion criterion, Graph graph) {
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    return criterion
        .of(List.of(group(analysis)), ScoringContext.ofWeights(analysis, new Random(0)))
        .getFirst()
        .members();
  }

  static ChannelGroup group(Analysis analysis) {
    return analysis.channels().groups().stream()
        .filter(ChannelGroup::prunable)
        .findFirst()
        .orElseThrow();
  }

  /** The weights of the filter that makes a channel. */
  static double[] row(Graph graph, int channel) {
    Tensor weight = graph.initializers().get(FIRST);
    return IntStream.range(0, IN * WINDOW)
        .mapToDouble(i -> weight.doubleAt((long) channel * IN * WINDOW + i))
        .toArray();
  }

  /** The weights of every filter that reads a channel. */
  static double[] column(Graph graph, int channel) {
    Tensor weight = graph.initializers().get(SECOND);
    return IntStream.range(0, OUT * WINDOW)
        .mapToDouble(
            i -> weight.doubleAt(((long) i / WINDOW * MIDDLE + channel) * WINDOW + i % WINDOW))
        .toArray();
  }

  /** Row and column of a channel. */
  static double[] vector(Graph graph, int channel) {
    return DoubleStream.concat(
            Arrays.stream(row(graph, channel)), Arrays.stream(column(graph, channel)))
        .toArray();
  }

  static double sum(double[] weights, DoubleUnaryOperator term) {
    return Arrays.stream(weights).map(term).sum();
  }

  /** The network whose channel i is the given one of this network. */
  static Graph gathered(Graph graph, int... order) {
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    changed.replaceAll((name, tensor) -> gathered(name, tensor, order));
    return graph.withInitializers(changed);
  }

  private static Tensor gathered(String name, Tensor tensor, int[] order) {
    if (name.equals(SECOND)) {
      return tensor.gather(1, order);
    }
    return name.startsWith("conv3") ? tensor : tensor.gather(0, order);
  }

  static Graph with(Graph graph, String name, DoubleUnaryOperator change) {
    Tensor tensor = graph.initializers().get(name);
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return with(graph, name, Tensor.ofFloats(tensor.shape(), values));
  }

  /** The network whose weight has zeros at one position of an axis. */
  static Graph zeroed(Graph graph, String name, int axis, int position) {
    Tensor tensor = graph.initializers().get(name);
    float[] values = tensor.toFloats();
    long stride = Arrays.stream(tensor.shape()).skip(axis + 1L).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < values.length; i++) {
      values[i] = i / stride % tensor.dim(axis) == position ? 0 : values[i];
    }
    return with(graph, name, Tensor.ofFloats(tensor.shape(), values));
  }

  static Graph with(Graph graph, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    changed.put(name, tensor);
    return graph.withInitializers(changed);
  }
}
