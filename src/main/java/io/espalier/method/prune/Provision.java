package io.espalier.method.prune;

import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Flow;
import java.util.ArrayList;
import java.util.List;

/** What of a plan data and measurements will decide. */
final class Provision {
  private Provision() {}

  static boolean isProvisional(PruneSpec spec) {
    return !warnings(spec).isEmpty();
  }

  /** A sentence for each thing that is decided while the job runs. */
  static List<String> warnings(PruneSpec spec) {
    List<String> warnings = new ArrayList<>();
    if (spec.criterion().needsData()) {
      warnings.add(
          "The criterion reads data when the job runs: until then the widths are estimated by the"
              + " L1 norm of the weights.");
    }
    if (spec.ranking().scope().needsData()) {
      warnings.add(
          "What each width does to the network's answers is measured when the job runs: until then"
              + " all channels compete with each other.");
    }
    if (spec.target().latencyMillis().isPresent()) {
      warnings.add(
          "Times are measured on the job's device when it runs: until then the budget in"
              + " milliseconds is left out.");
    }
    switch (spec.flow()) {
      case Flow.OneShot _ -> {}
      case Flow.Iterative iterative ->
          warnings.add(
              "The network is cut in %d rounds, each judged anew: the widths are an estimate."
                  .formatted(iterative.rounds()));
      case Flow.Sampling sampling ->
          warnings.add(
              "The widths are the best of %d sub-networks that are drawn when the job runs; those"
                      .formatted(sampling.candidates())
                  + " given are an estimate.");
    }
    return warnings;
  }
}
