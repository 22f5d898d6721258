package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.engine.emit.LearningGraph;
import io.espalier.engine.train.Loss;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;

/**
 * Refuses batches that do not fit a network.
 *
 * <p>A class index out of range would end the process's use of a GPU, so it is looked for here.
 */
final class BatchCheck {
  private static final long IGNORED = -100;

  private final List<ValueInfo> inputs;
  private final boolean classifies;
  private final long classes;

  BatchCheck(LearningGraph graph, Loss loss) {
    this.inputs = graph.network().graph().inputs();
    this.classifies = loss instanceof Loss.CrossEntropy;
    this.classes = graph.classes(loss).orElse(Long.MAX_VALUE);
  }

  void require(Batch batch) {
    requireInputs(batch.inputs());
    Tensor targets = batch.targets();
    if (targets.rank() == 0 || targets.dim(0) != batch.size()) {
      throw refused(
          "There are targets (%s) for a batch of %d samples.".formatted(targets, batch.size()));
    }
    if (classifies && targets.elementType() == ElementType.INT64) {
      requireClasses(targets);
    }
  }

  void requireInputs(Tensor given) {
    Inputs.require(inputs, Map.of(inputs.getFirst().name(), given));
  }

  private void requireClasses(Tensor targets) {
    for (long i = 0; i < targets.elements(); i++) {
      long target = targets.longAt(i);
      if (target != IGNORED && (target < 0 || target >= classes)) {
        throw refused(
            "A target names the class %d; the model has %d classes, counted from 0."
                .formatted(target, classes));
      }
    }
  }

  private static EspalierException refused(String message) {
    return new EspalierException(ErrorCode.MODEL_NOT_RUNNABLE, message);
  }
}
