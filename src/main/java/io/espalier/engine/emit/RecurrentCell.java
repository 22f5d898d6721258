package io.espalier.engine.emit;

import java.util.List;

/** The cells of ONNX's recurrent operators, and where libtorch orders their gates differently. */
enum RecurrentCell {
  /** Ht = f(Xt*W + Ht-1*R). */
  RNN("torch.rnn_tanh", List.of(0), List.of("tanh")),

  /** Gates z, r, h; libtorch has r, z, n. */
  GRU("torch.gru", List.of(1, 0, 2), List.of("sigmoid", "tanh")),

  /** Gates i, o, f, c; libtorch has i, f, g, o. */
  LSTM("torch.lstm", List.of(0, 2, 3, 1), List.of("sigmoid", "tanh", "tanh"));

  private final String function;
  private final List<Integer> gateOrder;
  private final List<String> activations;

  RecurrentCell(String function, List<Integer> gateOrder, List<String> activations) {
    this.function = function;
    this.gateOrder = gateOrder;
    this.activations = activations;
  }

  int gates() {
    return gateOrder.size();
  }

  /** ONNX's index of each gate in the order of libtorch. */
  List<Integer> gateOrder() {
    return gateOrder;
  }

  /** Of one direction when the operator names none, in lower case. */
  List<String> activations() {
    return activations;
  }

  /** libtorch's layer of this cell with its default activations. */
  String function() {
    return function;
  }

  boolean hasCellState() {
    return this == LSTM;
  }
}
