package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentParityTest {
  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final int IN = 4;
  private static final int HIDDEN = 6;

  @ParameterizedTest
  @MethodSource({"layers", "cells"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  /** ONNX Runtime has no batch-first layout, so ours is held against the other one. */
  @ParameterizedTest
  @ValueSource(strings = {"RNN", "GRU", "LSTM"})
  void swapsTimeAndBatchOnly(String operator) {
    OperatorCase timeFirst = layer(operator, "bidirectional").omitted().input(2, BATCH, HIDDEN);
    OperatorCase batchFirst =
        weights(OperatorCase.of(operator).with("layout", 1).input(BATCH, STEPS, IN), operator, 2)
            .with("direction", "bidirectional")
            .omitted()
            .input(BATCH, 2, HIDDEN);
    Map<String, Tensor> samples = batchFirst.samples();
    List<Tensor> actual = Parity.runCompiled(batchFirst.typed(), samples);
    List<Tensor> expected =
        Parity.runCompiled(
            timeFirst.typed(),
            Map.of("x0", transposed(samples.get("x0")), "x5", transposed(samples.get("x5"))));
    Parity.assertEqual(expected.subList(1, 2), List.of(transposed(actual.get(1))));
  }

  static Stream<OperatorCase> layers() {
    return Stream.of("forward", "reverse", "bidirectional")
        .flatMap(
            direction ->
                Stream.of(
                    layer("RNN", direction),
                    layer("GRU", direction).with("linear_before_reset", 1),
                    layer("GRU", direction).label(direction + ", reset first"),
                    layer("LSTM", direction).outputs(3),
                    states(layer("RNN", direction), direction).label(direction + ", states"),
                    states(layer("GRU", direction), direction).label(direction + ", states"),
                    state(states(layer("LSTM", direction), direction), direction)
                        .outputs(3)
                        .label(direction + ", states"),
                    lengths(layer("RNN", direction)).label(direction + ", lengths"),
                    state(lengths(layer("RNN", direction)), direction)
                        .label(direction + ", lengths and states"),
                    state(lengths(layer("GRU", direction)), direction)
                        .label(direction + ", lengths and states"),
                    state(state(lengths(layer("LSTM", direction)), direction), direction)
                        .outputs(3)
                        .label(direction + ", lengths and states"),
                    lengths(layer("GRU", direction)).label(direction + ", lengths"),
                    lengths(layer("LSTM", direction)).outputs(3).label(direction + ", lengths")));
  }

  static Stream<OperatorCase> cells() {
    return Stream.of(
        layer("RNN", "forward").withStrings("activations", "Relu").label("relu"),
        layer("RNN", "bidirectional")
            .withStrings("activations", "HardSigmoid", "LeakyRelu")
            .withFloats("activation_alpha", 0.3f, 0.4f)
            .withFloats("activation_beta", 0.1f, 0.2f)
            .label("parameters"),
        layer("RNN", "forward").withStrings("activations", "Softsign").label("softsign"),
        layer("RNN", "forward")
            .withStrings("activations", "Elu")
            .withFloats("activation_alpha", 0.7f)
            .withFloats("activation_beta", 0f)
            .label("elu"),
        layer("RNN", "forward")
            .withStrings("activations", "ThresholdedRelu")
            .withFloats("activation_alpha", 0.2f)
            .withFloats("activation_beta", 0f)
            .label("thresholded"),
        layer("RNN", "forward")
            .withStrings("activations", "Affine")
            .withFloats("activation_alpha", 0.5f)
            .withFloats("activation_beta", 0.25f)
            .label("affine"),
        layer("RNN", "forward")
            .withStrings("activations", "ScaledTanh")
            .withFloats("activation_alpha", 0.5f)
            .withFloats("activation_beta", 0.25f)
            .label("scaled"),
        layer("GRU", "forward").with("clip", 0.2f).label("clip"),
        layer("LSTM", "forward").with("clip", 0.2f).outputs(3).label("clip"),
        layer("LSTM", "forward").with("input_forget", 1).outputs(3).label("coupled"),
        layer("LSTM", "forward")
            .withStrings("activations", "HardSigmoid", "Relu", "Tanh")
            .outputs(3)
            .label("activations"),
        layer("LSTM", "bidirectional")
            .omitted()
            .omitted()
            .omitted()
            .weight(2, 3 * HIDDEN)
            .outputs(3)
            .label("peepholes"),
        withoutBias("RNN"),
        withoutBias("GRU"),
        withoutBias("LSTM"));
  }

  private static OperatorCase withoutBias(String operator) {
    int gates = gates(operator);
    return OperatorCase.of(operator)
        .with("hidden_size", HIDDEN)
        .label("without bias")
        .outputs(2)
        .symbolicInput(STEPS, BATCH, IN)
        .weight(1, gates * HIDDEN, IN)
        .weight(1, gates * HIDDEN, HIDDEN);
  }

  private static OperatorCase layer(String operator, String direction) {
    int directions = direction.equals("bidirectional") ? 2 : 1;
    return weights(OperatorCase.of(operator).input(STEPS, BATCH, IN), operator, directions)
        .with("direction", direction)
        .label(direction);
  }

  private static OperatorCase weights(OperatorCase operatorCase, String operator, int directions) {
    int gates = gates(operator);
    return operatorCase
        .with("hidden_size", HIDDEN)
        .outputs(2)
        .weight(directions, gates * HIDDEN, IN)
        .weight(directions, gates * HIDDEN, HIDDEN)
        .weight(directions, 2 * gates * HIDDEN);
  }

  private static OperatorCase states(OperatorCase operator, String direction) {
    return state(operator.omitted(), direction);
  }

  private static OperatorCase state(OperatorCase operator, String direction) {
    return operator.input(direction.equals("bidirectional") ? 2 : 1, BATCH, HIDDEN);
  }

  private static OperatorCase lengths(OperatorCase operator) {
    return operator.input(
        OperatorCase.whole(ElementType.INT32, new long[] {BATCH}, STEPS, 0, STEPS - 2));
  }

  private static int gates(String operator) {
    return switch (operator) {
      case "RNN" -> 1;
      case "GRU" -> 3;
      default -> 4;
    };
  }

  private static Tensor transposed(Tensor tensor) {
    int rows = (int) tensor.dim(0);
    int columns = (int) tensor.dim(1);
    int rest = (int) (tensor.elements() / rows / columns);
    float[] values = tensor.toFloats();
    float[] swapped = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / rest / columns;
      int column = i / rest % columns;
      swapped[(column * rows + row) * rest + i % rest] = values[i];
    }
    return Tensor.ofFloats(new long[] {columns, rows, tensor.dim(2)}, swapped);
  }
}
