package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.architecture.RandomNetworks;
import io.espalier.architecture.RandomNetworks.VitSizes;
import io.espalier.engine.train.Learner;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Gradients of whole networks against the same networks written otherwise. */
class NetworkGradientTest {
  /** Of every element, relative to the largest gradient of its weight. */
  private static final double TOLERANCE = 1e-3;

  /** Of every element of a running statistic. */
  private static final double STATISTIC_TOLERANCE = 1e-5;

  /** A weight less its gradient is rounded to single precision. */
  private static final double ROUNDING = 2e-7;

  private static final int BATCH = 6;
  private static final long SEED = 11;
  private static final int CLASSES = 5;
  private static final VitSizes VIT = new VitSizes(3, 12, 4, 16, 2, 4, CLASSES);

  @Test
  void aResNetLearnsWhatBlocksOfDjlLearn() {
    Graph graph = RandomNetworks.cifarResNet(3, 4);
    Tensor images = images(3, 32);
    Tensor labels = labels(10);
    try (DjlResNet blocks = new DjlResNet(graph.initializers(), 3, 1, images, labels)) {
      TypedGraph network = SgdGradients.prepared(graph);
      assertEqual(blocks.gradients(), SgdGradients.of(network, images, labels));
    }
  }

  @Test
  void aResNetKeepsTheStatisticsThatBlocksOfDjlKeep() {
    Graph graph = RandomNetworks.cifarResNet(1, 4);
    Tensor images = images(3, 32);
    Tensor labels = labels(10);
    TypedGraph network = SgdGradients.prepared(graph);
    try (DjlResNet blocks = new DjlResNet(graph.initializers(), 1, 1, images, labels);
        Learner learner = SgdGradients.open(network, SgdGradients.settings(network, 1, 0))) {
      blocks.gradients();
      learner.accumulate(SgdGradients.batch(images, labels), 1, SEED);
      Map<String, Tensor> learned = learner.weights();
      blocks
          .statistics()
          .forEach(
              (name, expected) ->
                  assertThat(learned.get(name).toFloats())
                      .as(name)
                      .containsExactly(expected, within((float) STATISTIC_TOLERANCE)));
    }
  }

  @Test
  void aTransformerLearnsWhatOneWrittenByHandLearns() {
    Graph graph = RandomNetworks.vit(VIT);
    TypedGraph network = SgdGradients.prepared(graph);
    Tensor images = images(3, VIT.image());
    Tensor labels = labels(CLASSES);
    Map<String, float[]> learned = SgdGradients.of(network, images, labels);
    HandwrittenVit written = new HandwrittenVit(VIT, network.graph().initializers());
    assertEqual(written.gradients(learned.keySet(), images, labels), learned);
  }

  private static void assertEqual(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, gradient) -> assertClose(name, gradient, actual.get(name)));
  }

  private static void assertClose(String name, float[] expected, float[] actual) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
    }
    assertThat(largest).as("largest gradient of %s", name).isPositive();
    assertThat(worst).as(name).isLessThanOrEqualTo(TOLERANCE * largest + ROUNDING);
  }

  private static Tensor images(int channels, int size) {
    Random random = new Random(SEED);
    float[] values = new float[BATCH * channels * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(new long[] {BATCH, channels, size, size}, values);
  }

  private static Tensor labels(int classes) {
    return Tensor.vector(LongStream.range(0, BATCH).map(i -> i * 3 % classes).toArray());
  }
}
