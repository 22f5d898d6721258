package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.bench.SampleInputs;
import io.espalier.engine.emit.LearningGraph;
import io.espalier.engine.emit.LearningProgram;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Loss;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Tensor;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole models as exporters write them learn a batch.
 *
 * <p>Vectors are left out: a bias has no effect where a batch normalisation follows.
 */
class FixtureTrainingTest {
  private static final Path MODELS = Path.of("../shared/fixtures/models");
  private static final long SEED = 5;
  private static final int SAMPLES = 2;
  private static final int STEPS = 2;
  private static final double RATE = 1e-3;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8-fashion",
        "resnet18",
        "mobilenet_v2",
        "vit_tiny",
        "resnet20-cifar10",
        "vit12-fashion"
      })
  void everyMatrixAndKernelLearns(String name) {
    try (Arena arena = Arena.ofConfined()) {
      TypedGraph network = network(name, arena);
      String input = network.graph().inputs().getFirst().name();
      Tensor inputs = SampleInputs.ofBatch(SAMPLES).draw(network.graph(), SEED).get(input);
      TensorBatch batch = new TensorBatch(inputs, Tensor.vector(0, 1));
      TrainingCase settings = settings(network);
      try (Learner learner =
          new TorchLearners(List.of(Device.CPU), 2)
              .open(network, settings.settings(), Optional.empty())) {
        double first = learner.accumulate(batch, 1, 0).loss();
        for (int step = 0; step < STEPS; step++) {
          learner.update(new double[] {RATE});
          learner.accumulate(batch, 1, 0);
        }
        assertThat(learner.accumulate(batch, 1, 0).loss()).isLessThan(first);
        Map<String, Tensor> weights = learner.weights();
        assertThat(learner.trainable()).isNotEmpty();
        assertThat(learner.trainable())
            .filteredOn(weight -> constant(network, weight).rank() > 1)
            .filteredOn(weight -> weights.get(weight).equals(constant(network, weight)))
            .isEmpty();
      }
    }
  }

  /** What exporters spell out in many operators is one call while it learns, too. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_tiny", "vit12-fashion"})
  void transformersLearnFused(String name) {
    try (Arena arena = Arena.ofConfined()) {
      TypedGraph network = network(name, arena);
      TrainingCase settings = settings(network);
      LearningGraph graph = LearningGraph.of(network, settings.settings());
      assertThat(LearningProgram.of(graph, settings.settings()).source())
          .contains("torch.scaled_dot_product_attention", "torch.layer_norm", "torch.gelu");
    }
  }

  private static TrainingCase settings(TypedGraph network) {
    String[] learned = CostModel.learned(network).stream().sorted().toArray(String[]::new);
    return TrainingCase.of(new Loss.CrossEntropy(0), learned);
  }

  private static Tensor constant(TypedGraph network, String name) {
    return network.graph().initializers().get(name);
  }

  private static TypedGraph network(String name, Arena arena) {
    Path file = MODELS.resolve(name + ".onnx");
    assumeTrue(Files.exists(file), "no fixture " + file);
    return ShapeInference.infer(
        Normalization.normalize(new OnnxReader(OnnxLimits.standard()).read(file, arena).graph())
            .graph());
  }
}
