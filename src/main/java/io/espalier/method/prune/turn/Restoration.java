package io.espalier.method.prune.turn;

import io.espalier.dataset.CalibrationData;
import io.espalier.engine.TorchRuntime;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.shape.ShapeInference;
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
  private static final String CANNOT_RUN =
      "The cut network was not brought back: it has several inputs, or a node that libtorch has no"
          + " exact program for.";

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
    if (plan.asked().isEmpty() && !canRun(bare)) {
      return new Recovered(bare, List.of(), List.of(CANNOT_RUN));
    }
    TrainingContext training = context.training();
    return new NetworkRecovery(training.instruments(), samples(bare, training), training.seed())
        .recover(
            new CutNetwork(original, bare, kept::of), methods, new StepPart(context, progress));
  }

  /** Whole batches alone, where the network takes no others. */
  private CalibrationData samples(Graph bare, TrainingContext training) {
    Dim batch = bare.inputs().getFirst().type().dim(0);
    int size = batch.isKnown() ? (int) batch.size() : plan.batchSize();
    int count = batch.isKnown() ? Math.max(1, plan.samples() / size) * size : plan.samples();
    return training.samples().calibration(0, count, size, training.seed());
  }

  private static boolean canRun(Graph bare) {
    return bare.inputs().size() == 1
        && TorchRuntime.unsupported(ShapeInference.infer(bare)).isEmpty();
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
