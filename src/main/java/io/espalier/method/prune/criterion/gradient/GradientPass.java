package io.espalier.method.prune.criterion.gradient;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.engine.LossGradient;
import io.espalier.engine.train.Loss;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.spec.training.TrainingSpec.LossChoice;
import java.util.List;
import java.util.Map;

/**
 * One pass over samples that differentiates the loss of every batch.
 *
 * @param samples how many are asked for; a smaller split gives fewer
 * @param batchSize samples whose mean loss is differentiated at once
 */
record GradientPass(ScoringData data, int samples, int batchSize) {

  /** Takes the gradients of one batch. */
  interface Visitor {
    /**
     * @param gradients by constant; valid during the call
     * @param share of the batch among all samples
     */
    void visit(Map<String, Tensor> gradients, double share);
  }

  /** Differentiates with respect to these constants, and tells the data's watcher of it. */
  void over(TypedGraph network, List<String> constants, Visitor visitor) {
    Loss loss = new LossChoice.Auto(0).of(data.task());
    CalibrationData calibration = data.calibration(samples, batchSize);
    double total = calibration.samples();
    long done = 0;
    try (LossGradient gradient = data.instruments().gradients().open(network, constants, loss);
        Batches batches = calibration.pass()) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          data.watcher().throwIfCancelled();
          visitor.visit(gradient.of(batch), batch.size() / total);
          done += batch.size();
          data.watcher().progress(done / total, "Differentiating the loss");
        }
      }
    }
  }
}
