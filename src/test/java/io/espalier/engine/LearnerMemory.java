package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Arrays;

/**
 * Trains in a process of its own and prints what its memory has grown by: that of a process that
 * did other things before moves with them.
 */
public final class LearnerMemory {
  static final int STEPS = 1000;
  static final int LEARNERS = 20;

  /** 16 images of 3 × 32 × 32 floats. */
  private static final long BATCH_KIBIBYTES = 192;

  private static final int BATCH = 16;
  private static final int WARM_UP_STEPS = 300;
  private static final int STEPS_OF_A_LEARNER = 5;
  private static final double LEARNING_RATE = 0.01;

  /** The batches of all steps, and of all learners, if none of them were given back. */
  static final long STEPS_KIBIBYTES = STEPS * BATCH_KIBIBYTES;

  static final long LEARNERS_KIBIBYTES = LEARNERS * STEPS_OF_A_LEARNER * BATCH_KIBIBYTES;

  private final TypedGraph network = network();
  private final LearnerSettings settings = SgdGradients.settings(network, LEARNING_RATE, 0.9);

  private LearnerMemory() {}

  /** Prints KiB: after {@value #STEPS} steps, then after {@value #LEARNERS} learners. */
  public static void main(String[] arguments) {
    LearnerMemory memory = new LearnerMemory();
    System.out.println("steps " + memory.growthOverSteps());
    System.out.println("learners " + memory.growthOverLearners());
  }

  private long growthOverSteps() {
    try (TorchLearner learner = open()) {
      train(learner, WARM_UP_STEPS);
      long before = ProcessMemory.residentKibibytes();
      train(learner, STEPS);
      return ProcessMemory.residentKibibytes() - before;
    }
  }

  private long growthOverLearners() {
    openAndClose(2 * LEARNERS);
    long before = ProcessMemory.residentKibibytes();
    openAndClose(LEARNERS);
    return ProcessMemory.residentKibibytes() - before;
  }

  private void openAndClose(int times) {
    for (int i = 0; i < times; i++) {
      try (TorchLearner learner = open()) {
        train(learner, STEPS_OF_A_LEARNER);
      }
    }
  }

  private TorchLearner open() {
    return (TorchLearner) SgdGradients.open(network, settings);
  }

  private static void train(TorchLearner learner, int steps) {
    double[] rates = {LEARNING_RATE};
    try (Batch batch = batch()) {
      for (int step = 0; step < steps; step++) {
        learner.accumulate(batch, 1, step);
        learner.update(rates);
      }
      learner.evaluate(batch.inputs());
    }
  }

  private static Batch batch() {
    float[] pixels = new float[BATCH * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 17 - 8) / 8f;
    }
    long[] labels = new long[BATCH];
    Arrays.setAll(labels, i -> i % 4);
    return SgdGradients.batch(
        Tensor.ofFloats(new long[] {BATCH, 3, 32, 32}, pixels), Tensor.vector(labels));
  }

  private static TypedGraph network() {
    NetworkBuilder net = new NetworkBuilder("tiny", 1);
    String x = net.relu(net.batchNorm(net.conv(net.input("x", 3, 32, 32), 3, 4, 3, 2, 1), 4));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", x));
    return ShapeInference.infer(net.output(net.linear(pooled, 4, 4), 4).build());
  }
}
