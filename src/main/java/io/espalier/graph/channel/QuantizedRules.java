package io.espalier.graph.channel;

/** Layers whose weights are integers already. */
final class QuantizedRules {
  private QuantizedRules() {}

  /** They stay: a norm of eight-bit integers says little, and accuracy cannot be tuned back. */
  static void layer(Coupling node) {
    node.freezeAll(
        "A quantized layer is not cut. Prune the floating-point model, then quantize the result.");
  }
}
