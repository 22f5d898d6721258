package io.espalier.method.prune.recovery;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.StepContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Gives BatchNormalizations the statistics of their inputs without changing what they compute:
 * scale and shift take up the difference.
 *
 * <p>A training normalises by the statistics of its batches; it starts from the same network only
 * when the stored ones are like them.
 */
final class RestatedNorms {
  private static final int SCALE = 1;
  private static final int SHIFT = 2;
  private static final int NORMS_AT_ONCE = 8;

  private final ResidentModels models;
  private final CalibrationData samples;
  private final StepContext watcher;

  RestatedNorms(ResidentModels models, CalibrationData samples, StepContext watcher) {
    this.models = models;
    this.samples = samples;
    this.watcher = watcher;
  }

  /** The graph with every normalization restated whose input the cut changed. */
  Graph of(Twins twins, Graph graph) {
    List<Node> norms = twins.nodes().stream().filter(node -> isChanged(twins, node)).toList();
    TypedGraph typed = ShapeInference.infer(graph);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    for (int first = 0; first < norms.size(); first += NORMS_AT_ONCE) {
      List<Node> some = norms.subList(first, Math.min(norms.size(), first + NORMS_AT_ONCE));
      measured(typed, some).forEach((norm, moments) -> restate(norm, moments, constants));
    }
    return graph.withInitializers(constants);
  }

  private static boolean isChanged(Twins twins, Node node) {
    return StatisticsFit.isPlain(twins, node)
        && twins.isOwn(node.inputs().get(SCALE))
        && twins.isOwn(node.inputs().get(SHIFT))
        && twins.isChanged(node.inputs().getFirst());
  }

  private Map<Node, PairMoments> measured(TypedGraph typed, List<Node> norms) {
    Map<Node, PairMoments> measured = new LinkedHashMap<>();
    List<String> inputs = norms.stream().map(norm -> norm.inputs().getFirst()).toList();
    try (Probe probe = Probe.open(models, typed, input(typed), inputs);
        Batches batches = samples.pass()) {
      while (batches.hasNext()) {
        watcher.throwIfCancelled();
        try (Batch batch = batches.next()) {
          Map<String, Tensor> values = probe.run(batch.inputs());
          norms.forEach(norm -> add(measured, norm, values.get(norm.inputs().getFirst())));
        }
      }
    }
    return measured;
  }

  private static String input(TypedGraph typed) {
    return typed.graph().inputs().getFirst().name();
  }

  private static void add(Map<Node, PairMoments> measured, Node norm, Tensor input) {
    ChannelLayout layout = ChannelLayout.of(input, false);
    PairMoments moments = measured.computeIfAbsent(norm, _ -> new PairMoments(layout.channels()));
    double[] values = new double[layout.rows()];
    for (int channel = 0; channel < layout.channels(); channel++) {
      layout.copyChannel(input, channel, values);
      moments.add(channel, values, values);
    }
  }

  /** {@code y = s·(x − m) + b} stays: the new scale is {@code s·√(v + ε)}. */
  private static void restate(Node norm, PairMoments moments, Map<String, Tensor> constants) {
    List<Tensor> old = norm.inputs().stream().skip(1).map(constants::get).toList();
    Tensor shift = old.get(SHIFT - 1);
    Tensor mean = old.get(StatisticsFit.MEAN - 1);
    Tensor variance = old.get(StatisticsFit.VARIANCE - 1);
    double epsilon = norm.floatAttribute("epsilon", StatisticsFit.EPSILON);
    double[] slopes = new double[moments.channels()];
    for (int c = 0; c < slopes.length; c++) {
      slopes[c] = old.getFirst().doubleAt(c) / Math.sqrt(variance.doubleAt(c) + epsilon);
    }
    put(constants, norm, SCALE, c -> slopes[c] * Math.sqrt(moments.varianceX(c) + epsilon));
    put(
        constants,
        norm,
        SHIFT,
        c -> shift.doubleAt(c) + slopes[c] * (moments.meanX(c) - mean.doubleAt(c)));
    put(constants, norm, StatisticsFit.MEAN, moments::meanX);
    put(constants, norm, StatisticsFit.VARIANCE, moments::varianceX);
  }

  private static void put(
      Map<String, Tensor> constants, Node norm, int input, IntToDoubleFunction numbers) {
    String name = norm.inputs().get(input);
    Tensor old = constants.get(name);
    constants.put(
        name,
        FloatingTensors.of(old.elementType(), old.shape(), i -> numbers.applyAsDouble((int) i)));
  }
}
