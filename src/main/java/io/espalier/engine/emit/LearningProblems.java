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
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keeps a network from learning as the settings say. */
final class LearningProblems {
  private static final String OUTPUT = "model:graph.output[0]";

  private final TypedGraph network;
  private final LearnerSettings settings;
  private final Map<String, Tensor> constants;
  private final Set<String> statistics;
  private final Problems problems = new Problems();

  LearningProblems(TypedGraph network, LearnerSettings settings) {
    this.network = network;
    this.settings = settings;
    this.constants = Constants.of(network.graph());
    this.statistics = RunningStatistics.of(network.graph());
  }

  List<Problem> find() {
    problems.addAll(inInputs(network));
    findInOutput();
    findInGroups();
    settings.penalty().map(Penalty::value).ifPresent(this::findInPenalty);
    if (settings.batchNorm() == BatchNormMode.TRAINING) {
      statistics.forEach(this::findInStatistic);
    }
    return problems.toList();
  }

  /** Programs that are given batches of samples take one input. */
  static List<Problem> inInputs(TypedGraph network) {
    int inputs = network.graph().inputs().size();
    Problems problems = new Problems();
    if (inputs != 1) {
      problems.add(
          "model:graph.input",
          "inputs-not-one",
          "The model has %d inputs; only one of a single input can be trained or measured."
              .formatted(inputs));
    }
    return problems.toList();
  }

  private void findInOutput() {
    Optional<TensorType> type = network.type(LossInput.value(network, settings.loss()));
    if (type.isEmpty()) {
      problems.add(
          OUTPUT,
          "output-type-unknown",
          "The shape of the first output is not known, so no loss can be chosen for it.");
    } else if (!type.get().elementType().isFloating()) {
      problems.add(
          OUTPUT,
          "output-not-floating",
          "The first output (%s) is not floating, so it has no gradient.".formatted(type.get()));
    } else if (settings.loss() instanceof Loss.CrossEntropy) {
      findInScores(type.get());
    }
  }

  private void findInScores(TensorType scores) {
    if (scores.rank() < 2) {
      problems.add(
          OUTPUT,
          "loss-not-fitting",
          "The first output (%s) has no axis of classes, so cross entropy does not fit it; name a loss for numbers."
              .formatted(scores));
      return;
    }
    Dim classes = scores.dim(LossInput.classAxis(scores.rank()));
    if (classes.isKnown() && classes.size() < 2) {
      problems.add(
          OUTPUT,
          "loss-not-fitting",
          "The first output (%s) has %s class, so cross entropy does not fit it; name a loss for numbers."
              .formatted(scores, classes));
    }
  }

  private void findInPenalty(String value) {
    boolean isNumber =
        network
            .type(value)
            .filter(type -> type.elementType().isFloating() && type.rank() == 0)
            .isPresent();
    if (!isNumber) {
      problems.add(
          "model:value[%s]".formatted(value),
          "penalty-not-number",
          "The penalty (%s) is not a floating number of the model.".formatted(value));
    }
  }

  private void findInGroups() {
    Set<String> seen = new HashSet<>();
    Set<ElementType> types = new HashSet<>();
    for (ParameterGroup group : settings.groups()) {
      for (String name : group.weights()) {
        findInWeight(name, seen.add(name));
        Optional.ofNullable(constants.get(name))
            .map(LearningProblems::learned)
            .ifPresent(types::add);
      }
    }
    if (seen.isEmpty()) {
      problems.add("model:graph.initializer", "nothing-to-train", "No weight is to be trained.");
    }
    if (types.size() > 1) {
      problems.add(
          "model:graph.initializer",
          "weight-types",
          "Weights of 64 and of fewer bits cannot be trained together; freeze some of them.");
    }
  }

  /** Weights of 16 bits learn in 32. */
  private static ElementType learned(Tensor tensor) {
    return tensor.elementType() == ElementType.DOUBLE ? ElementType.DOUBLE : ElementType.FLOAT;
  }

  private void findInWeight(String name, boolean first) {
    Tensor tensor = constants.get(name);
    if (tensor == null) {
      refuse(name, "weight-unknown", "The model has no weight (%s).");
    } else if (!tensor.elementType().isFloating() || tensor.elementType().bits() < 16) {
      refuse(name, "weight-not-floating", "The weight (%s) is not floating, so it cannot learn.");
    } else if (statistics.contains(name)) {
      refuse(
          name,
          "weight-is-statistic",
          "The weight (%s) is a running statistic; it follows the batches and has no gradient.");
    } else if (!first) {
      refuse(name, "weight-twice", "The weight (%s) is in two parameter groups.");
    }
  }

  private void findInStatistic(String name) {
    Graph graph = network.graph();
    if (RunningStatistics.isReadOtherwise(graph, name)) {
      refuse(
          name,
          "statistic-shared",
          "The running statistic (%s) is also read as something else; give each reader its own copy or freeze the batch normalisation.");
    }
  }

  private void refuse(String weight, String code, String message) {
    problems.add("model:graph.initializer[%s]".formatted(weight), code, message.formatted(weight));
  }
}
