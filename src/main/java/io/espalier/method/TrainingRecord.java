package io.espalier.method;

import java.util.Optional;

/**
 * How a step trained.
 *
 * @param trainedParameters numbers that the training could change
 * @param frozenParameters numbers that stayed as they were
 * @param trainingSamples of one epoch
 * @param validationSamples taken from the training split to choose the best weights by
 * @param epochs that were begun
 * @param steps of the optimiser
 * @param seconds of wall-clock time, those before an interruption left out
 * @param device for example {@code cpu}
 * @param best the validation that chose the weights; empty where the last weights were taken
 * @param stoppedEarly true when validation no longer became better
 * @param deterministic true when the same job gives the same weights, bit by bit
 */
public record TrainingRecord(
    long trainedParameters,
    long frozenParameters,
    int trainingSamples,
    int validationSamples,
    int epochs,
    long steps,
    double seconds,
    String device,
    Optional<BestValidation> best,
    boolean stoppedEarly,
    boolean deterministic) {

  /**
   * The validation that chose the weights.
   *
   * @param epoch it came after, from 1
   * @param measure for example {@code validation-accuracy}
   */
  public record BestValidation(int epoch, String measure, double value) {}
}
