package io.espalier.method.spec.prune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the importance of a channel is judged; the least important go first. */
public sealed interface Criterion {

  /** Whether samples of the job's data set are run through the network. */
  default boolean needsData() {
    return needsLabels();
  }

  /** Whether the targets of the samples are used. */
  default boolean needsLabels() {
    return false;
  }

  /** How many samples of the training split are read; 0 for none, or for all of them. */
  default int samples() {
    return 0;
  }

  /** The name used over HTTP. */
  default String wireName() {
    return switch (this) {
      case L1 _ -> "l1";
      case L2 _ -> "l2";
      case GeometricMedian _ -> "fpgm";
      case Lamp _ -> "lamp";
      case BatchNormScale _ -> "bn-scale";
      case Random _ -> "random";
      case Taylor _ -> "taylor";
      case Hessian _ -> "hessian";
      case ObdC _ -> "obd-c";
      case ActivationZeros _ -> "apoz";
      case HRank _ -> "hrank";
      case PrincipalFilters _ -> "pfa";
      case SubspaceClustering _ -> "subspace";
      case ThiNet _ -> "thinet";
      case Lasso _ -> "lasso";
      case BackwardElimination _ -> "obs";
      case OutputDivergence _ -> "kl";
      case LearnedGates _ -> "gates";
    };
  }

  /** Sum of the absolute weights. */
  record L1() implements Criterion {}

  /** Square root of the sum of the squared weights. */
  record L2() implements Criterion {}

  /** Sum of the distances to all other filters of the layer (FPGM). */
  record GeometricMedian() implements Criterion {}

  /** Share of the squared norm among the channels that are at least as large (LAMP). */
  record Lamp() implements Criterion {}

  /** Absolute scale of the normalisation behind a layer (network slimming). */
  record BatchNormScale() implements Criterion {}

  /** A seeded draw: the control every other criterion has to beat. */
  record Random() implements Criterion {}

  /** First-order Taylor expansion of the loss. */
  record Taylor(int samples) implements Criterion {
    @Override
    public boolean needsLabels() {
      return true;
    }
  }

  /** Diagonal second-order expansion of the loss (optimal brain damage). */
  record Hessian(int samples) implements Criterion {
    @Override
    public boolean needsLabels() {
      return true;
    }
  }

  /** Second-order expansion with a Kronecker-factored Fisher matrix (OBD-C). */
  record ObdC(int samples) implements Criterion {
    @Override
    public boolean needsLabels() {
      return true;
    }
  }

  /** Share of activations that are not zero (APoZ). */
  record ActivationZeros(int samples) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /** Average rank of the feature maps (HRank). */
  record HRank(int samples) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /** Principal filter analysis: energy of the principal components of pooled maps. */
  record PrincipalFilters(int samples, Pooling pooling) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /** How a feature map becomes one number. */
  enum Pooling {
    MAX,
    MEAN;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Subspace clustering of feature maps.
   *
   * @param regularization of the self-expression, relative to the mean diagonal of the Gram matrix
   */
  record SubspaceClustering(int samples, double regularization) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /**
   * Greedy reconstruction of the next layer's input.
   *
   * @param locations sampled in each map of each sample
   */
  record ThiNet(int samples, int locations) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /**
   * LASSO over the channels of the next layer's input.
   *
   * @param locations sampled in each map of each sample
   */
  record Lasso(int samples, int locations) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /**
   * Error of the next layer's outputs once its other weights make up for the channel (optimal brain
   * surgeon).
   *
   * @param locations sampled in each map of each sample
   */
  record BackwardElimination(int samples, int locations) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /** Divergence of the network's output when the channel is silenced (CURL). */
  record OutputDivergence(int samples) implements Criterion {
    @Override
    public boolean needsData() {
      return true;
    }
  }

  /**
   * Binary gates learned with the network (AutoPruner).
   *
   * @param epochs passes over the training samples
   * @param penalty weight of the squared distance between the mean gate and the share that is kept
   */
  record LearnedGates(int epochs, int batchSize, double learningRate, double penalty)
      implements Criterion {
    @Override
    public boolean needsLabels() {
      return true;
    }
  }
}
