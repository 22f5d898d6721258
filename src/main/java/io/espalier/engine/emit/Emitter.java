package io.espalier.engine.emit;

/** Writes one node as TorchScript that computes exactly what ONNX defines for it. */
@FunctionalInterface
interface Emitter {

  /**
   * Adds the statements of the node and names its outputs.
   *
   * @throws UnsupportedNode when no exact program exists for this node's attributes or types
   */
  void emit(Site site);
}
