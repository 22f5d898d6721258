package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TorchModelTest {
  private static final long SEED = 3;
  private static final int RUNS = 200;

  private final TorchRuntime runtime = new TorchRuntime(Device.CPU, 2);

  @Test
  void runsAGraphOfHostileNames() {
    NetworkBuilder builder = new NetworkBuilder("\"\"\"", 1);
    String x = builder.input("x); import os", 4);
    String two = builder.constant("w[0]\n  return", Tensor.scalar(2));
    String y = builder.op("Mul", x, two);
    Graph graph = builder.output(y, 4).build();
    try (RunnableModel model = compile(graph)) {
      Tensor input = Tensor.ofFloats(new long[] {1, 4}, 1, 2, 3, 4);
      assertThat(model.run(Map.of(x, input)))
          .containsExactly(Tensor.ofFloats(new long[] {1, 4}, 2, 4, 6, 8));
    }
  }

  @Test
  void takesInputsByNameAndReturnsOutputsInOrder() {
    NetworkBuilder builder = new NetworkBuilder("several", 1);
    String left = builder.input("left", 2);
    String right = builder.input("right", 2);
    String difference = builder.op("Sub", left, right);
    String quotient = builder.op("Div", left, right);
    Graph graph = builder.output(quotient, 2).output(difference, 2).output(left, 2).build();
    Tensor six = Tensor.ofFloats(new long[] {1, 2}, 6, 8);
    Tensor two = Tensor.ofFloats(new long[] {1, 2}, 2, 4);
    try (RunnableModel model = compile(graph)) {
      assertThat(model.run(Map.of("right", two, "left", six)))
          .containsExactly(
              Tensor.ofFloats(new long[] {1, 2}, 3, 2),
              Tensor.ofFloats(new long[] {1, 2}, 4, 4),
              six);
    }
  }

  @Test
  void keepsNothingOfARun() {
    Graph graph = network();
    Map<String, Tensor> inputs = SampleInputs.ofBatch(2).draw(graph, SEED);
    try (TorchModel model = (TorchModel) compile(graph)) {
      int before = model.managedArrays();
      for (int i = 0; i < RUNS; i++) {
        model.run(inputs);
      }
      assertThat(model.managedArrays()).isEqualTo(before).isPositive();
    }
  }

  @Test
  void outlivesTheMemoryOfItsWeights() {
    Tensor input = Tensor.ofFloats(new long[] {1, 1}, 3);
    try (RunnableModel model = compileOverClosedMemory()) {
      assertThat(model.run(Map.of("x", input)))
          .containsExactly(Tensor.ofFloats(new long[] {1, 1}, 21));
    }
  }

  private RunnableModel compileOverClosedMemory() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment bytes = arena.allocate(Float.BYTES);
      bytes.copyFrom(Tensor.scalar(7).bytes());
      NetworkBuilder builder = new NetworkBuilder("mapped", 1);
      String x = builder.input("x", 1);
      String seven = builder.constant("seven", Tensor.of(ElementType.FLOAT, new long[0], bytes));
      return compile(builder.output(builder.op("Mul", x, seven), 1).build());
    }
  }

  @Test
  void readsInputsThatAreNotAligned() {
    NetworkBuilder builder = new NetworkBuilder("unaligned", 1);
    String x = builder.input("x", 2);
    Graph graph = builder.output(builder.relu(x), 2).build();
    MemorySegment room = Arena.ofAuto().allocate(64, 8);
    MemorySegment odd = room.asSlice(1, 8);
    Tensor aligned = Tensor.ofFloats(new long[] {1, 2}, 5, -5);
    odd.copyFrom(aligned.bytes());
    try (RunnableModel model = compile(graph)) {
      Tensor input = Tensor.of(ElementType.FLOAT, new long[] {1, 2}, odd);
      assertThat(model.run(Map.of(x, input)))
          .containsExactly(Tensor.ofFloats(new long[] {1, 2}, 5, 0));
    }
  }

  @Test
  void refusesMissingUnknownAndWrongInputsAtOnce() {
    NetworkBuilder builder = new NetworkBuilder("inputs", 1);
    String left = builder.input("left", 2);
    String right = builder.input("right", 2);
    Graph graph = builder.output(builder.op("Add", left, right), 2).build();
    try (RunnableModel model = compile(graph)) {
      Map<String, Tensor> given =
          Map.of("left", Tensor.ofFloats(new long[] {1, 3}, 1, 2, 3), "other", Tensor.scalar(1));
      assertThatThrownBy(() -> model.run(given))
          .isInstanceOfSatisfying(
              EspalierException.class,
              refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE);
                assertThat(refusal.problems())
                    .extracting("code")
                    .containsExactlyInAnyOrder("input-type", "input-missing", "input-unknown");
              });
    }
  }

  @Test
  void tellsNothingOfTheNativeErrorWhenARunFails() {
    Graph graph =
        OperatorCase.of("Reshape")
            .symbolicInput(2, 3)
            .constant(Tensor.vector(4, 5))
            .typed()
            .graph();
    try (RunnableModel model = compile(graph)) {
      Map<String, Tensor> inputs = Map.of("x0", Tensor.ofFloats(new long[] {1, 2}, 1, 2));
      assertThatThrownBy(() -> model.run(inputs))
          .isInstanceOfSatisfying(
              EspalierException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE))
          .hasMessage("The model cannot be run in libtorch on the inputs (float[1,2]).")
          .hasCauseInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void namesLibraryDeviceAndThreads() {
    try (RunnableModel model = compile(network())) {
      RuntimeInfo info = model.runtime();
      assertThat(info.name()).isEqualTo("libtorch");
      assertThat(info.version()).startsWith("2.");
      assertThat(info.device()).isEqualTo("cpu");
      assertThat(info.threads()).isPositive();
    }
  }

  @Test
  void closesTwiceWithoutHarm() {
    RunnableModel model = compile(network());
    model.close();
    model.close();
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void dropsNothingInEvaluation() {
    NetworkBuilder builder = new NetworkBuilder("dropout", 1);
    String x = builder.input("x", 8);
    String y = builder.op("Dropout", x, builder.constant("ratio", Tensor.scalar(0.9f)));
    Graph graph = builder.output(y, 8).build();
    Map<String, Tensor> inputs = SampleInputs.ofBatch(4).draw(graph, SEED);
    try (RunnableModel model = compile(graph)) {
      assertThat(model.run(inputs)).containsExactly(inputs.get(x));
    }
  }

  private RunnableModel compile(Graph graph) {
    return runtime.compile(ShapeInference.infer(graph));
  }

  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("network", 1);
    String x = builder.input("x", 3, 8, 8);
    String hidden = builder.relu(builder.batchNorm(builder.conv(x, 3, 4, 3, 1, 1), 4));
    String pooled = builder.op("Flatten", builder.op("GlobalAveragePool", hidden));
    return builder.output(builder.linear(pooled, 4, 5), 5).build();
  }
}
