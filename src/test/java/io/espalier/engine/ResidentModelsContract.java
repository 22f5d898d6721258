package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ResidentModelsContract {
  private static final long SEED = 4;

  abstract ResidentModels models();

  @ParameterizedTest
  @ValueSource(
      strings = {"residual", "squeeze-excite", "upsample", "pad-channels", "attention-separate"})
  void computesWhatTheGraphComputesAndEveryValueInIt(String name) {
    TypedGraph network = ShapeInference.infer(SampleNetworks.build(name, SEED));
    List<ValueInfo> inner = innerFloats(network);
    try (ResidentModel model = open(network, inner)) {
      for (int size : new int[] {2, 5}) {
        Tensor x = input(network, size);
        Parity.assertEqual(expected(network.graph(), inner, x), model.run(x));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"residual", "squeeze-excite", "upsample", "pad-channels", "mlp-decomposed-norm"})
  void computesWhatTheGraphWithTheReplacedConstantsComputes(String name) {
    TypedGraph network = ShapeInference.infer(SampleNetworks.build(name, SEED));
    Tensor x = input(network, 3);
    Map<String, Tensor> replaced = new LinkedHashMap<>(network.graph().initializers());
    replaced.replaceAll(
        (constant, tensor) -> isLearned(constant, tensor) ? changed(tensor) : tensor);
    try (ResidentModel model = open(network, List.of())) {
      List<Tensor> before = model.run(x);
      replaced.forEach(model::put);
      Parity.assertEqual(
          expected(network.graph().withInitializers(replaced), List.of(), x), model.run(x));
      network.graph().initializers().forEach(model::put);
      assertThat(model.run(x)).isEqualTo(before);
    }
  }

  @Test
  void replacesConstantsOfOneElementThatProgramsWriteOut() {
    NetworkBuilder net = new NetworkBuilder("bounds", 1);
    net.constant("low", Tensor.scalar(0));
    net.constant("high", Tensor.scalar(6));
    net.constant("filler", Tensor.scalar(0));
    String clipped = net.op("Clip", net.input("x", 2), "low", "high");
    net.constant("pads", Tensor.vector(0, 0, 0, 1));
    TypedGraph network =
        ShapeInference.infer(net.output(net.op("Pad", clipped, "pads", "filler"), 3).build());
    Tensor x = Tensor.ofFloats(new long[] {1, 2}, -9, 9);
    try (ResidentModel model = open(network, List.of())) {
      assertThat(model.run(x)).containsExactly(Tensor.ofFloats(new long[] {1, 3}, 0, 6, 0));
      model.put("low", Tensor.scalar(-1));
      model.put("high", Tensor.scalar(1));
      model.put("filler", Tensor.scalar(7));
      assertThat(model.run(x)).containsExactly(Tensor.ofFloats(new long[] {1, 3}, -1, 1, 7));
    }
  }

  @Test
  void keepsRandomOperatorsQuietAndStatisticsStill() {
    NetworkBuilder net = new NetworkBuilder("evaluated", 1);
    String x = net.op("Dropout", net.batchNorm(net.input("x", 2, 3, 3), 2));
    TypedGraph network = ShapeInference.infer(net.output(x, 2, 3, 3).build());
    Tensor given = input(network, 4);
    try (ResidentModel model = open(network, List.of())) {
      List<Tensor> first = model.run(given);
      Parity.assertEqual(expected(network.graph(), List.of(), given), first);
      assertThat(model.run(given)).isEqualTo(first);
    }
  }

  @Test
  void givesAValueAsOftenAsItIsAskedForAndInputsToo() {
    TypedGraph network = product();
    Tensor x = Tensor.ofFloats(new long[] {1, 2}, 3, 5);
    Tensor y = Tensor.ofFloats(new long[] {1, 2}, 6, 10);
    String output = network.graph().outputs().getFirst().name();
    try (ResidentModel model = models().open(network, List.of("x", output, output, "two"))) {
      assertThat(model.run(x)).containsExactly(y, x, y, y, Tensor.scalar(2));
    }
  }

  @Test
  void takesAConstantThatNothingReads() {
    NetworkBuilder net = new NetworkBuilder("idle", 1);
    net.constant("idle", Tensor.scalar(1));
    TypedGraph network = ShapeInference.infer(net.output(net.relu(net.input("x", 1)), 1).build());
    Tensor x = Tensor.ofFloats(new long[] {1, 1}, 3);
    try (ResidentModel model = open(network, List.of())) {
      model.put("idle", Tensor.scalar(2));
      assertThat(model.run(x)).containsExactly(x);
    }
  }

  @Test
  void refusesConstantsOfAnotherNameTypeOrShape() {
    try (ResidentModel model = open(product(), List.of())) {
      for (Tensor wrong : List.of(Tensor.vector(1), Tensor.ofFloats(new long[] {1}, 1))) {
        assertThatThrownBy(() -> model.put("two", wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("(two)");
      }
      assertThatThrownBy(() -> model.put("three", Tensor.scalar(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(three)");
    }
  }

  @Test
  void refusesInputsThatTheModelDoesNotTakeSuchAsAnotherFixedBatch() {
    try (ResidentModel model = open(product(), List.of())) {
      assertThatThrownBy(() -> model.run(Tensor.vector(1, 2))).satisfies(this::isRefusal);
      assertThatThrownBy(() -> model.run(Tensor.ofFloats(new long[] {1, 3}, 1, 2, 3)))
          .satisfies(this::isRefusal)
          .hasMessageContaining("(x)");
    }
  }

  @Test
  void namesEveryValueThatIsNotThereAndEveryNodeThatCannotBeCompiled() {
    NetworkBuilder net = new NetworkBuilder("strange", 1);
    String y = net.op("NoSuchOperator", Map.of("a", Attribute.of(1L)), net.input("x", 1));
    TypedGraph network = ShapeInference.infer(net.output(y, 1).build());
    assertThatThrownBy(() -> models().open(network, List.of("first", "second")))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE);
              assertThat(refusal.problems())
                  .extracting(problem -> problem.code())
                  .containsExactly("value-unknown", "value-unknown", "operator-not-compilable");
            });
  }

  @Test
  void closesTwice() {
    ResidentModel model = open(product(), List.of());
    model.close();
    assertThatCode(model::close).doesNotThrowAnyException();
  }

  private void isRefusal(Throwable failure) {
    assertThat(((EspalierException) failure).code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE);
  }

  private ResidentModel open(TypedGraph network, List<ValueInfo> values) {
    return models().open(network, values.stream().map(ValueInfo::name).toList());
  }

  static TypedGraph product() {
    NetworkBuilder net = new NetworkBuilder("product", 1);
    String y = net.op("Mul", net.input("x", 2), net.constant("two", Tensor.scalar(2)));
    return ShapeInference.infer(net.output(y, 2).build());
  }

  static Tensor input(TypedGraph network, int size) {
    return SampleInputs.ofBatch(size)
        .draw(network.graph(), SEED)
        .get(network.graph().inputs().getFirst().name());
  }

  private static List<ValueInfo> innerFloats(TypedGraph network) {
    List<ValueInfo> inner = new ArrayList<>();
    network.graph().nodes().stream()
        .flatMap(node -> node.presentOutputs())
        .filter(value -> !value.equals(network.graph().outputs().getFirst().name()))
        .forEach(
            value ->
                network
                    .type(value)
                    .filter(type -> type.elementType() == ElementType.FLOAT)
                    .ifPresent(type -> inner.add(new ValueInfo(value, type))));
    assertThat(inner).hasSizeGreaterThan(2);
    return inner;
  }

  private static List<Tensor> expected(Graph graph, List<ValueInfo> inner, Tensor x) {
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.addAll(inner);
    Graph observed =
        new Graph(
            graph.name(),
            graph.inputs(),
            outputs,
            graph.nodes(),
            graph.initializers(),
            graph.opsets(),
            graph.metadata());
    return Parity.runOnnx(observed, Map.of(graph.inputs().getFirst().name(), x));
  }

  private static boolean isLearned(String constant, Tensor tensor) {
    return tensor.elementType() == ElementType.FLOAT
        && tensor.rank() > 0
        && !constant.equals("scales");
  }

  private static Tensor changed(Tensor tensor) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * 0.75f + 0.125f;
    }
    return Tensor.ofFloats(tensor.shape(), values);
  }
}
