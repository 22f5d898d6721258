package io.espalier.engine.emit;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.Penalty;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network made ready to learn.
 *
 * @param network as it was given
 * @param training computes what the loss reads
 * @param evaluation computes the outputs
 * @param trainable weights that learn, in the order of the parameter groups
 * @param statistics names of running statistics that change
 */
public record LearningGraph(
    TypedGraph network,
    TypedGraph training,
    TypedGraph evaluation,
    Map<String, Weight> trainable,
    Set<String> statistics) {

  /**
   * Prepares a network.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  public static LearningGraph of(TypedGraph network, LearnerSettings settings) {
    Problems problems = new Problems();
    problems.addAll(GraphEmitter.problems(network));
    problems.addAll(new LearningProblems(network, settings).find());
    problems.throwIfPresent(ErrorCode.MODEL_NOT_RUNNABLE);
    Map<String, Weight> trainable = trainable(network.graph(), settings);
    Set<String> statistics = new LinkedHashSet<>();
    if (settings.batchNorm() == BatchNormMode.TRAINING) {
      statistics.addAll(RunningStatistics.of(network.graph()));
    }
    Set<String> changing = new LinkedHashSet<>(trainable.keySet());
    changing.addAll(statistics);
    settings.penalty().map(Penalty::dials).ifPresent(changing::addAll);
    TypedGraph scored = LossInput.of(network, settings);
    return new LearningGraph(
        network,
        LearningFusion.fused(scored, changing),
        LearningFusion.fused(network, changing),
        trainable,
        statistics);
  }

  private static Map<String, Weight> trainable(Graph graph, LearnerSettings settings) {
    Map<String, Tensor> constants = Constants.of(graph);
    Map<String, Weight> trainable = new LinkedHashMap<>();
    for (ParameterGroup group : settings.groups()) {
      group.weights().forEach(name -> trainable.put(name, new Weight(name, constants.get(name))));
    }
    return trainable;
  }

  /** True when the program draws random numbers. */
  boolean draws() {
    return training.graph().nodes().stream().anyMatch(node -> node.is("Dropout"));
  }

  /** Rank of what the loss reads. */
  int rank() {
    return lossInput().rank();
  }

  /** How many classes the loss tells apart; empty when that is not known or there are none. */
  public Optional<Long> classes(Loss loss) {
    return Optional.of(lossInput())
        .filter(_ -> loss instanceof Loss.CrossEntropy)
        .map(type -> type.dim(LossInput.classAxis(type.rank())))
        .filter(Dim::isKnown)
        .map(Dim::size);
  }

  /** Code of the numbers that the loss is computed with. */
  int lossType() {
    return lossInput().elementType() == ElementType.DOUBLE ? ScalarTypes.DOUBLE : ScalarTypes.FLOAT;
  }

  private TensorType lossInput() {
    return training.type(training.graph().outputs().getFirst().name()).orElseThrow();
  }
}
