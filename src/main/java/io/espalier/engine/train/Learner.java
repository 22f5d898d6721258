package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A network on a device whose weights change. One thread at a time may use it.
 *
 * <p>Weights, optimiser state and averages never leave the device but for {@link #state} and {@link
 * #weights}.
 */
public interface Learner extends AutoCloseable {

  /** Names of the weights that learn, group by group. */
  List<String> trainable();

  /**
   * Runs forward and backward on one micro-batch and adds its gradients to those already there.
   *
   * @param share of the micro-batch in its batch, in (0, 1]: the gradients are those of the mean
   *     loss over the whole batch
   * @param seed of what the network draws (dropout)
   * @return the loss of the micro-batch, its mean over the samples
   * @throws io.espalier.problem.EspalierException RESOURCE_LIMIT when the memory of the device does
   *     not suffice, MODEL_NOT_RUNNABLE when the network cannot be run on the batch
   */
  StepLoss accumulate(Batch microBatch, double share, long seed);

  /**
   * Takes one step of the optimiser with the gradients collected, and clears them. Where the
   * gradients are not finite and a loss scale is in use, the weights stay and the scale shrinks.
   *
   * @param learningRates one for each parameter group
   */
  Update update(double[] learningRates);

  /**
   * Replaces a constant that does not learn.
   *
   * @param constant one of the {@link Penalty#dials}
   * @param values of its type and shape
   */
  void put(String constant, Tensor values);

  /** Outputs in evaluation mode, with the averaged weights where there are averages. */
  List<Tensor> evaluate(Tensor inputs);

  /**
   * All that {@link #restore} needs for the same steps to give the same weights, bit by bit:
   * weights, running statistics, moments, averages, loss scale, numbers of steps.
   */
  Map<String, Tensor> state();

  void restore(Map<String, Tensor> state);

  /**
   * What was learned, copied from the device: weights and running statistics by the names of the
   * graph's constants; averaged where there are averages.
   */
  Map<String, Tensor> weights();

  @Override
  void close();

  /**
   * What one micro-batch gave.
   *
   * @param loss mean over the samples
   * @param correct samples whose largest output is the target's class; NaN where there are no
   *     classes
   */
  record StepLoss(double loss, double correct) {}

  /**
   * What one step of the optimiser did.
   *
   * @param gradientNorm of all gradients together, before clipping; NaN when it was not computed
   * @param skipped true when gradients were not finite under a loss scale
   */
  record Update(double gradientNorm, boolean skipped) {}
}
