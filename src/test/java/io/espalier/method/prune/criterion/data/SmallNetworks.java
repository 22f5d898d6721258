package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.DatasetTask;
import io.espalier.engine.Device;
import io.espalier.engine.ResidentModel;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchResidentModels;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGeneratorFactory;

/** Small networks with random weights, and what criteria make of them. */
final class SmallNetworks {
  static final int SIDE = 8;
  static final int SAMPLES = 12;
  static final int CLASSES = 3;
  static final long SEED = 11;
  static final TorchAlgebra ALGEBRA = new TorchAlgebra(Device.CPU, 1);
  static final TorchResidentModels RESIDENTS = new TorchResidentModels(Device.CPU, 1);

  private SmallNetworks() {}

  /** A stem of 6 channels, a residual block of 5, a convolution of 4, and a flattened head. */
  static Graph residual() {
    NetworkBuilder net = new NetworkBuilder("residual", SEED);
    String x = net.input("image", 3, SIDE, SIDE);
    x = net.relu(net.batchNorm(net.conv(x, 3, 6, 3, 1, 1), 6));
    String branch = net.relu(net.batchNorm(net.conv(x, 6, 5, 3, 1, 1), 5));
    branch = net.batchNorm(net.conv(branch, 5, 6, 3, 1, 1), 6);
    x = net.relu(net.op("Add", x, branch));
    x = net.relu(net.batchNorm(net.conv(x, 6, 4, 3, 2, 1), 4));
    x = net.op("Flatten", Map.of("axis", Attribute.of(1L)), x);
    return net.output(net.linear(x, 4 * SIDE * SIDE / 4, CLASSES), CLASSES).build();
  }

  /** Two convolutions, of which the group is the first, and a head. */
  static Graph chain(String activation, int width) {
    NetworkBuilder net = new NetworkBuilder("chain", SEED);
    String x = net.input("image", 3, SIDE, SIDE);
    x = net.op(activation, net.conv(x, 3, width, 3, 1, 1));
    x = net.conv(x, width, 4, 3, 2, 1);
    x = net.op("Flatten", Map.of("axis", Attribute.of(1L)), net.op("GlobalAveragePool", x));
    return net.output(net.linear(x, 4, CLASSES), CLASSES).build();
  }

  /** Images that are flattened at once, one hidden layer, a head. */
  static Graph perceptron(int width) {
    NetworkBuilder net = new NetworkBuilder("perceptron", SEED);
    String x = net.input("image", 3, SIDE, SIDE);
    x = net.op("Flatten", Map.of("axis", Attribute.of(1L)), x);
    x = net.relu(net.linear(x, 3 * SIDE * SIDE, width));
    return net.output(net.linear(x, width, CLASSES), CLASSES).build();
  }

  /** The same network with its outputs as probabilities. */
  static Graph withSoftmax(Graph graph) {
    Node last = graph.nodes().getLast();
    List<Node> nodes = new ArrayList<>(graph.nodes().subList(0, graph.nodes().size() - 1));
    nodes.add(last.withOutputs(List.of("logits")));
    nodes.add(Node.of("softmax", "Softmax", List.of("logits"), last.outputs()));
    return graph.withNodes(nodes);
  }

  static Analysis analysis(Graph graph) {
    return Analyzer.analyzeAsIs(graph, Map.of());
  }

  static List<ChannelGroup> groups(Analysis analysis) {
    return analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
  }

  /** Normally distributed images. */
  static Tensor images(int count) {
    Random random = new Random(SEED);
    float[] values = new float[count * 3 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(new long[] {count, 3, SIDE, SIDE}, values);
  }

  static ScoringContext context(Analysis analysis, int batchSize, DatasetTask task) {
    return context(analysis, images(SAMPLES), batchSize, task);
  }

  static ScoringContext context(
      Analysis analysis, Tensor samples, int batchSize, DatasetTask task) {
    Instruments instruments =
        new Instruments(
            RESIDENTS,
            (_, _, _) -> {
              throw new AssertionError("No gradient is needed.");
            },
            ALGEBRA);
    return new ScoringContext(
        analysis,
        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED),
        Optional.of(
            new ScoringData(
                new FixedSamples(samples, batchSize, task),
                instruments,
                StepContext.unwatched(),
                SEED)));
  }

  /** The scores of all prunable groups, each judged as a whole or by its first member. */
  static List<double[]> scores(ChannelCriterion criterion, Graph graph) {
    Analysis analysis = analysis(graph);
    ScoringContext context = context(analysis, SAMPLES, DatasetTask.CLASSIFICATION);
    return criterion.of(groups(analysis), context).stream()
        .map(scores -> scores.members().getFirst())
        .toList();
  }

  /** A value of the network for all samples. */
  static Tensor value(Graph graph, String value) {
    try (ResidentModel model = RESIDENTS.open(analysis(graph).typed(), List.of(value))) {
      return model.run(images(SAMPLES)).getLast();
    }
  }

  static Graph with(Graph graph, String constant, Tensor values) {
    return new GraphEditor(graph).putInitializer(constant, values).build();
  }

  /**
   * The network with a row of a weight, and its bias, that are those of another row times a factor.
   */
  static Graph withRow(Graph graph, String layer, int row, int from, float factor) {
    Graph changed = graph;
    for (String constant : List.of(layer + ".weight", layer + ".bias")) {
      Tensor tensor = changed.initializers().get(constant);
      float[] values = tensor.toFloats();
      int size = values.length / (int) tensor.dim(0);
      for (int i = 0; i < size; i++) {
        values[row * size + i] = factor * values[from * size + i];
      }
      changed = with(changed, constant, Tensor.ofFloats(tensor.shape(), values));
    }
    return changed;
  }
}
