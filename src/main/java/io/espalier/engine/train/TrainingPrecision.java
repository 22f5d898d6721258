package io.espalier.engine.train;

/** The numbers that convolutions and matrix products compute with; weights stay in 32 bits. */
public enum TrainingPrecision {
  FP32,
  BF16,
  /** With a loss scale that follows the range of the gradients. */
  FP16
}
