package io.espalier.format.onnx;

/** How many bits weights and activations of a written model have. */
public enum Precision {
  FLOAT32,
  FLOAT16
}
