package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Loss;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class LossGradientsContract {
  private static final Loss CROSS_ENTROPY = new Loss.CrossEntropy(0);
  private static final long SEED = 7;
  private static final int BATCH = 4;

  /** Of central differences in single precision, relative to the largest derivative. */
  private static final double DIFFERENCES = 0.02;

  private static final float STEP = 1e-3f;
  private static final int PROBED = 6;

  abstract LossGradients gradients();

  abstract ResidentModels models();

  /** Weights, biases, scales, shifts, tokens and positions, in evaluation mode. */
  @ParameterizedTest
  @ValueSource(strings = {"residual", "squeeze-excite", "class-token", "attention-separate"})
  void agreesWithCentralDifferences(String name) {
    TypedGraph network = ShapeInference.infer(SampleNetworks.build(name, SEED));
    List<String> constants =
        network.graph().initializers().entrySet().stream()
            .filter(entry -> entry.getValue().elementType() == ElementType.FLOAT)
            .filter(entry -> entry.getValue().rank() > 0)
            .map(Map.Entry::getKey)
            .filter(constant -> !constant.contains("running"))
            .toList();
    assertThat(constants).hasSizeGreaterThan(4);
    assertDifferences(network, constants, batch(network, 5));
  }

  /** As criteria add them: zeros of the shape of an activation. */
  @Test
  void differentiatesByATermThatIsAddedToAnActivation() {
    for (int samples : new int[] {1, BATCH}) {
      NetworkBuilder net = new NetworkBuilder("shifted", SEED);
      String x = net.relu(net.batchNorm(net.conv(net.input("x", 2, 4, 4), 2, 3, 3, 1, 1), 3));
      net.constant(
          "delta", Tensor.ofFloats(new long[] {samples, 3, 4, 4}, new float[samples * 48]));
      String pooled = net.op("GlobalAveragePool", net.op("Add", x, "delta"));
      String y = net.op("Softmax", net.linear(net.op("Flatten", pooled), 3, 3));
      TypedGraph network = ShapeInference.infer(net.output(y, 3).build());
      assertDifferences(network, List.of("delta"), batch(network, 3));
    }
  }

  @Test
  void dropsNothingAndLeavesTheWeightsAsTheyAre() {
    NetworkBuilder net = new NetworkBuilder("dropping", SEED);
    String hidden = net.op("Dropout", Map.of("ratio", Attribute.of(0.9f)), net.input("x", 2));
    String y = net.op("Mul", hidden, net.constant("w", floats(2, 3)));
    TypedGraph network = ShapeInference.infer(net.output(y, 2).build());
    TensorBatch batch =
        new TensorBatch(
            Tensor.ofFloats(new long[] {1, 2}, 5, 7), Tensor.ofFloats(new long[] {1, 2}, 10, 20));
    Map<String, Tensor> expected = Map.of("w", floats(0, 7));
    try (LossGradient gradient = gradients().open(network, List.of("w"), new Loss.MeanSquared())) {
      assertThat(gradient.of(batch)).isEqualTo(expected).isEqualTo(gradient.of(batch));
    }
  }

  @Test
  void isZeroWhereTheLossDoesNotDependOnAConstant() {
    NetworkBuilder net = new NetworkBuilder("idle", SEED);
    net.constant("idle", floats(1, 2));
    String other = net.op("Mul", net.input("x", 2), "idle");
    String y = net.linear("x", 2, 2);
    TypedGraph network = ShapeInference.infer(net.output(y, 2).output(other, 2).build());
    try (LossGradient gradient = gradients().open(network, List.of("idle"), CROSS_ENTROPY)) {
      assertThat(gradient.of(batch(network, 2))).isEqualTo(Map.of("idle", floats(0, 0)));
    }
  }

  @Test
  void differentiatesDoublesByDoubles() {
    NetworkBuilder net = new NetworkBuilder("double", SEED);
    String x = net.op("Cast", Map.of("to", Attribute.of(11L)), net.input("x", 1));
    Tensor w = doubles(3);
    String y =
        net.op("Cast", Map.of("to", Attribute.of(1L)), net.op("Mul", x, net.constant("w", w)));
    TypedGraph network = ShapeInference.infer(net.output(y, 1).build());
    Tensor two = Tensor.ofFloats(new long[] {1, 1}, 2);
    try (LossGradient gradient = gradients().open(network, List.of("w"), new Loss.MeanSquared())) {
      assertThat(gradient.of(new TensorBatch(two, two))).isEqualTo(Map.of("w", doubles(16)));
    }
  }

  @Test
  void refusesConstantsThatHaveNoDerivative() {
    TypedGraph network = ShapeInference.infer(whole());
    assertThatThrownBy(() -> gradients().open(network, List.of("axes", "nowhere"), CROSS_ENTROPY))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE);
              assertThat(refusal.problems())
                  .extracting(problem -> problem.code())
                  .containsExactly("weight-not-floating", "weight-unknown");
            });
  }

  @Test
  void refusesTargetsThatAreNoClass() {
    TypedGraph network = ShapeInference.infer(whole());
    List<String> weights = List.of("linear0.weight");
    try (LossGradient gradient = gradients().open(network, weights, CROSS_ENTROPY)) {
      TensorBatch wrong = new TensorBatch(TrainingCase.normal(1, 1, 2), Tensor.vector(3));
      assertThatThrownBy(() -> gradient.of(wrong)).isInstanceOf(EspalierException.class);
    }
  }

  @Test
  void closesTwice() {
    LossGradient gradient =
        gradients().open(ShapeInference.infer(whole()), List.of("linear0.weight"), CROSS_ENTROPY);
    gradient.close();
    assertThatCode(gradient::close).doesNotThrowAnyException();
  }

  private static Graph whole() {
    NetworkBuilder net = new NetworkBuilder("whole", SEED);
    String y = net.linear(net.input("x", 2), 2, 3);
    net.constant("axes", Tensor.vector(1));
    String wide = net.op("Unsqueeze", y, "axes");
    return net.output(net.op("Squeeze", wide, "axes"), 3).build();
  }

  private void assertDifferences(TypedGraph network, List<String> constants, TensorBatch batch) {
    Map<String, Tensor> found;
    try (LossGradient gradient = gradients().open(network, constants, CROSS_ENTROPY)) {
      found = gradient.of(batch);
      assertThat(gradient.of(batch)).isEqualTo(found);
    }
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(constants);
    try (ResidentModel model = models().open(network, List.of())) {
      found.forEach(
          (constant, tensor) -> assertDifferences(network, model, batch, constant, tensor));
    }
  }

  private static void assertDifferences(
      TypedGraph network, ResidentModel model, TensorBatch batch, String constant, Tensor found) {
    Tensor value = network.graph().initializers().get(constant);
    assertThat(found.shape()).isEqualTo(value.shape());
    double largest = 0;
    for (float derivative : found.toFloats()) {
      largest = Math.max(largest, Math.abs(derivative));
    }
    long stride = Math.max(1, value.elements() / PROBED);
    for (long i = 0; i < value.elements(); i += stride) {
      double upper = loss(model, network, batch, constant, moved(value, i, STEP));
      double lower = loss(model, network, batch, constant, moved(value, i, -STEP));
      assertThat(found.doubleAt(i))
          .as("%s[%d]", constant, i)
          .isCloseTo((upper - lower) / (2 * STEP), within(DIFFERENCES * largest + 2e-4));
    }
    model.put(constant, value);
  }

  private static Tensor moved(Tensor value, long index, float step) {
    float[] values = value.toFloats();
    values[(int) index] += step;
    return Tensor.ofFloats(value.shape(), values);
  }

  private static double loss(
      ResidentModel model, TypedGraph network, TensorBatch batch, String constant, Tensor value) {
    model.put(constant, value);
    Tensor scores = model.run(batch.inputs()).getFirst();
    boolean ends = network.graph().nodes().getLast().is("Softmax");
    int classes = (int) scores.dim(1);
    double sum = 0;
    for (int n = 0; n < BATCH; n++) {
      double[] row = new double[classes];
      scores.copyTo(row, (long) n * classes, classes);
      double all = 0;
      for (double score : row) {
        all += ends ? score : Math.exp(score);
      }
      double score = row[(int) batch.targets().longAt(n)];
      sum += Math.log(all) - (ends ? Math.log(score) : score);
    }
    return sum / BATCH;
  }

  private static TensorBatch batch(TypedGraph network, int classes) {
    return new TensorBatch(
        ResidentModelsContract.input(network, BATCH), TrainingCase.classes(SEED, classes, BATCH));
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(new long[] {values.length}, values);
  }

  private static Tensor doubles(double value) {
    MemorySegment bytes = MemorySegment.ofArray(new long[1]);
    bytes.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, value);
    return Tensor.of(ElementType.DOUBLE, new long[] {1}, bytes);
  }
}
