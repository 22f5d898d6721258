package io.espalier.method.prune.turn;

import io.espalier.dataset.CalibrationData;
import io.espalier.graph.Graph;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.prune.cut.KeptIndices;
import io.espalier.method.prune.recovery.CutNetwork;
import io.espalier.method.prune.recovery.NetworkRecovery;
import io.espalier.method.prune.recovery.Recovered;
import io.espalier.method.spec.prune.Recovery;
import io.espalier.method.spec.prune.RecoveryPlan;
import java.util.List;

/** Brings a cut network back as a step asks for it. */
final class Restoration {
  private final RecoveryPlan plan;

  Restoration(RecoveryPlan plan) {
    this.plan = plan;
  }

  Recovered of(
      Graph original, Graph bare, KeptIndices kept, StepContext context, Progress progress) {
    List<Recovery> methods = plan.asked().orElseGet(() -> suited(bare, context));
    if (methods.isEmpty()) {
      return new Recovered(bare, List.of(), List.of());
    }
    TrainingContext training = context.training();
    CalibrationData samples =
        training.samples().calibration(0, plan.samples(), plan.batchSize(), training.seed());
    return new NetworkRecovery(training.instruments(), samples, training.seed())
        .recover(
            new CutNetwork(original, bare, kept::of), methods, new StepPart(context, progress));
  }

  /** What suits a job that has data; nothing for one that has none. */
  private static List<Recovery> suited(Graph bare, StepContext context) {
    if (!context.hasData()) {
      return List.of();
    }
    boolean normalised = bare.nodes().stream().anyMatch(node -> node.is("BatchNormalization"));
    return List.of(
        normalised ? Recovery.BN_RECALIBRATION : Recovery.BIAS_CORRECTION, Recovery.LEAST_SQUARES);
  }
}
