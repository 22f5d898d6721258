package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.Batch;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Memory that libtorch takes, which no garbage collector gives back. */
class LearnerMemoryTest {
  private static final int WARM_UP_STEPS = 300;
  private static final int STEPS = 1000;

  /** One batch of images: a leak of one a step would take sixty times what is allowed. */
  private static final long BATCH_KIBIBYTES = 192;

  /** About the images of 16 steps. */
  private static final long LARGEST_GROWTH_KIBIBYTES = STEPS * BATCH_KIBIBYTES / 60;

  private static final int HEAP_PIECE = (1 << 20) - 1;
  private static final int LEARNERS = 20;
  private static final double LEARNING_RATE = 0.01;

  private final TypedGraph network = network();
  private final LearnerSettings settings = SgdGradients.settings(network, LEARNING_RATE, 0.9);

  @Test
  void aThousandStepsTakeNoMoreMemoryThanTheFirst() {
    Assumptions.assumeTrue(ProcessMemory.isKnown());
    try (TorchLearner learner = (TorchLearner) SgdGradients.open(network, settings)) {
      train(learner, WARM_UP_STEPS);
      touchHeap();
      int arrays = learner.managedArrays();
      long before = ProcessMemory.residentKibibytes();
      train(learner, STEPS);
      assertThat(learner.managedArrays()).isEqualTo(arrays);
      assertThat(ProcessMemory.residentKibibytes() - before).isLessThan(LARGEST_GROWTH_KIBIBYTES);
    }
  }

  @Test
  void twentyLearnersOneAfterTheOtherTakeNoMoreMemoryThanTheFirst() {
    Assumptions.assumeTrue(ProcessMemory.isKnown());
    openAndClose(2 * LEARNERS);
    touchHeap();
    long before = ProcessMemory.residentKibibytes();
    openAndClose(LEARNERS);
    assertThat(ProcessMemory.residentKibibytes() - before).isLessThan(LARGEST_GROWTH_KIBIBYTES);
  }

  /** Garbage that makes the heap resident, so that it does not grow while memory is measured. */
  private static void touchHeap() {
    long pieces = 2 * Runtime.getRuntime().totalMemory() / HEAP_PIECE;
    int touched = 0;
    for (long i = 0; i < pieces; i++) {
      touched += new byte[HEAP_PIECE].length;
    }
    assertThat(touched).isNotZero();
  }

  private void openAndClose(int times) {
    for (int i = 0; i < times; i++) {
      try (TorchLearner learner = (TorchLearner) SgdGradients.open(network, settings)) {
        train(learner, 5);
      }
    }
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

  /** 16 images of 3 × 32 × 32 floats: 192 KiB. */
  private static Batch batch() {
    float[] pixels = new float[16 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 17 - 8) / 8f;
    }
    long[] labels = new long[16];
    Arrays.setAll(labels, i -> i % 4);
    return SgdGradients.batch(
        Tensor.ofFloats(new long[] {16, 3, 32, 32}, pixels), Tensor.vector(labels));
  }

  private static TypedGraph network() {
    NetworkBuilder net = new NetworkBuilder("tiny", 1);
    String x = net.relu(net.batchNorm(net.conv(net.input("x", 3, 32, 32), 3, 4, 3, 2, 1), 4));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", x));
    return ShapeInference.infer(net.output(net.linear(pooled, 4, 4), 4).build());
  }
}
