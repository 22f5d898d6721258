package io.espalier.engine.train;

/** How gradients change weights. */
public sealed interface Optimizer {
  double learningRate();

  double weightDecay();

  /**
   * Stochastic gradient descent with momentum, as PyTorch's SGD: {@code g += weightDecay · w; m =
   * momentum · m + g; w −= lr · (nesterov ? g + momentum · m : m)}.
   */
  record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov)
      implements Optimizer {}

  /** Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as PyTorch's AdamW. */
  record AdamW(double learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements Optimizer {}
}
