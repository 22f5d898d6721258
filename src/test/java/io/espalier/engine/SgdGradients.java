package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learners of whole networks, and the gradients they take. */
public final class SgdGradients {
  private static final int THREADS = 2;
  private static final long SEED = 1;

  private SgdGradients() {}

  /** A network as an uploaded one is prepared. */
  public static TypedGraph prepared(Graph graph) {
    return ShapeInference.infer(Normalization.normalize(graph).graph());
  }

  /** Cross entropy and plain SGD over everything that is learned. */
  public static LearnerSettings settings(TypedGraph network, double learningRate, double momentum) {
    List<String> learned = CostModel.learned(network).stream().sorted().toList();
    return new LearnerSettings(
        new Optimizer.Sgd(learningRate, momentum, 0, false),
        List.of(new ParameterGroup(learned, learningRate, 0)),
        new Loss.CrossEntropy(0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        BatchNormMode.TRAINING,
        TrainingPrecision.FP32,
        Optional.empty());
  }

  public static Learner open(TypedGraph network, LearnerSettings settings) {
    return new TorchLearners(List.of(Device.CPU), THREADS)
        .open(network, settings, Optional.empty());
  }

  public static Batch batch(Tensor images, Tensor labels) {
    return new GivenBatch(images, labels);
  }

  private record GivenBatch(Tensor inputs, Tensor targets) implements Batch {
    @Override
    public void close() {}
  }

  /** What one step at a learning rate of 1 takes away from every weight. */
  static Map<String, float[]> of(TypedGraph network, Tensor images, Tensor labels) {
    LearnerSettings settings = settings(network, 1, 0);
    try (Learner learner = open(network, settings)) {
      Map<String, Tensor> before = learner.weights();
      learner.accumulate(batch(images, labels), 1, SEED);
      learner.update(new double[] {1});
      Map<String, Tensor> after = learner.weights();
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (String name : learner.trainable()) {
        gradients.put(name, difference(before.get(name), after.get(name)));
      }
      return gradients;
    }
  }

  private static float[] difference(Tensor before, Tensor after) {
    float[] left = before.toFloats();
    float[] right = after.toFloats();
    for (int i = 0; i < left.length; i++) {
      left[i] -= right[i];
    }
    return left;
  }
}
