package io.espalier.engine.train;

/** What a BatchNormalization does while the network trains. */
public enum BatchNormMode {
  /** Normalises by the statistics of the batch and keeps running averages of them. */
  TRAINING,
  /** Normalises by the running statistics and leaves them as they are. */
  FROZEN
}
