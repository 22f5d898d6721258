package io.espalier.engine.train;

/** What a training makes small. */
public sealed interface Loss {
  /**
   * Cross entropy of the first output over the classes: axis 1 of {@code [N, K]} and {@code [N, K,
   * H, W]}, the last of {@code [N, T, K]}. Targets are class indices of the other axes or, for
   * {@code [N, K]}, probabilities.
   *
   * @param smoothing label smoothing, in [0, 1)
   */
  record CrossEntropy(double smoothing) implements Loss {}

  /** Mean squared error. */
  record MeanSquared() implements Loss {}

  /** Mean absolute error. */
  record MeanAbsolute() implements Loss {}

  /** Squared below {@code delta}, linear above (Huber). */
  record Huber(double delta) implements Loss {}
}
