package io.espalier.method.spec.prune;

import java.util.List;
import java.util.Optional;

/**
 * How a cut network is brought back before any tuning.
 *
 * @param asked in the order in which they are applied; empty for those that suit a job that has
 *     data, and none for a job that has none
 * @param samples of the training split that are used
 * @param batchSize samples that are run at once
 */
public record RecoveryPlan(Optional<List<Recovery>> asked, int samples, int batchSize) {
  public static final RecoveryPlan AUTOMATIC = new RecoveryPlan(Optional.empty(), 1000, 50);

  public RecoveryPlan {
    asked = asked.map(List::copyOf);
  }
}
