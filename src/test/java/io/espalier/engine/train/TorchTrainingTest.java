package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Device;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.engine.train.TrainingSettings.EarlyStopping;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop with learners that really learn. */
final class TorchTrainingTest {
  private static final List<String> WEIGHTS = List.of("a", "b", "scale", "shift", "c");
  private static final double TOLERANCE = 1e-4;
  private static final int HIDDEN = 8;

  private final TypedGraph network = ShapeInference.infer(network());
  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 1);

  static List<Optimizer> optimizers() {
    return List.of(
        new Optimizer.Sgd(0.02, 0.9, 1e-4, true),
        new Optimizer.AdamW(0.02, 0.01, 0.9, 0.999, 1e-8));
  }

  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("network", MemoryData.FEATURES);
    String x = builder.input("x", MemoryData.FEATURES);
    builder.constant("a", random(MemoryData.FEATURES, HIDDEN));
    builder.constant("b", random(HIDDEN));
    builder.constant("scale", ones());
    builder.constant("shift", random(HIDDEN));
    builder.constant("mean", random(HIDDEN));
    builder.constant("variance", ones());
    builder.constant("c", random(HIDDEN, 1));
    String hidden = builder.op("Gemm", x, "a", "b");
    String normal = builder.op("BatchNormalization", hidden, "scale", "shift", "mean", "variance");
    return builder.output(builder.op("MatMul", builder.op("Relu", normal), "c"), 1).build();
  }

  private static Tensor random(long... shape) {
    int elements = 1;
    for (long extent : shape) {
      elements *= (int) extent;
    }
    Random random = new Random(elements);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian() / 2;
    }
    return Tensor.ofFloats(shape, values);
  }

  private static Tensor ones() {
    return Tensor.ofFloats(new long[] {HIDDEN}, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  private static TrainingSettings settings(Optimizer optimizer) {
    return new TrainingSettings(
        new Length.Epochs(3),
        8,
        4,
        new LearnerSettings(
            optimizer,
            List.of(new ParameterGroup(WEIGHTS, optimizer.learningRate(), optimizer.weightDecay())),
            new Loss.MeanSquared(),
            Optional.of(5.0),
            Optional.of(0.9),
            Optional.empty(),
            BatchNormMode.TRAINING,
            TrainingPrecision.FP32,
            Optional.empty()),
        new Schedule.Cosine(0.2, 0),
        Optional.of(new EarlyStopping(5, 0)),
        3);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aResumedTrainingGivesTheSameWeightsBitByBit(Optimizer optimizer) {
    TrainingSettings settings = settings(optimizer);
    TrainingResult undisturbed = train(settings, new MemoryCheckpoints(), new RecordingListener());
    MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    for (int stopAfter : new int[] {2, 4, 6}) {
      assertThatThrownBy(() -> train(settings, checkpoints, new RecordingListener(stopAfter)))
          .isInstanceOf(CancellationException.class);
    }
    TrainingResult resumed = train(settings, checkpoints, new RecordingListener());
    assertThat(resumed.weights()).isEqualTo(undisturbed.weights());
    assertThat(resumed.weights()).containsKeys("a", "mean", "variance");
    assertThat(resumed.best()).isEqualTo(undisturbed.best());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theLossFalls(Optimizer optimizer) {
    RecordingListener listener = new RecordingListener();
    train(settings(optimizer), Checkpoints.none(), listener);
    List<Point> losses = listener.series("validation-loss");
    assertThat(losses.getLast().value()).isLessThan(losses.getFirst().value());
    assertThat(listener.series("loss").getLast().value())
        .isLessThan(listener.series("loss").getFirst().value());
  }

  @Test
  void microBatchesGiveTheGradientsOfTheBatch() {
    assertThat(weightsAfterOneStep(3)).containsExactly(weightsAfterOneStep(8), within(TOLERANCE));
  }

  private double[] weightsAfterOneStep(int microBatch) {
    LearnerSettings frozen =
        new LearnerSettings(
            new Optimizer.Sgd(0.05, 0, 0, false),
            List.of(new ParameterGroup(WEIGHTS, 0.05, 0)),
            new Loss.MeanSquared(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            BatchNormMode.FROZEN,
            TrainingPrecision.FP32,
            Optional.empty());
    TrainingSettings settings =
        new TrainingSettings(
            new Length.Steps(1),
            8,
            microBatch,
            frozen,
            new Schedule.Constant(0),
            Optional.empty(),
            1);
    float[] weights =
        train(settings, Checkpoints.none(), new RecordingListener()).weights().get("a").toFloats();
    double[] values = new double[weights.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights[i];
    }
    return values;
  }

  @Test
  void aRateThatIsTooLargeIsNamed() {
    TrainingSettings settings = settings(new Optimizer.Sgd(1e30, 0.9, 0, false));
    assertThatThrownBy(() -> train(settings, Checkpoints.none(), new RecordingListener()))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED))
        .hasMessageContaining("Try a smaller learning rate");
  }

  private TrainingResult train(
      TrainingSettings settings, Checkpoints checkpoints, RecordingListener listener) {
    try (Learner learner = learners.open(network, settings.learner(), Optional.empty())) {
      return new Trainer(System::nanoTime)
          .train(learner, settings, new MemoryData(21, 6, 8, 0), checkpoints, listener);
    }
  }
}
