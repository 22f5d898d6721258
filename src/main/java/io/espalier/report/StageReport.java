package io.espalier.report;

import io.espalier.engine.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;

/**
 * How good the model was at one stage of the job.
 *
 * @param stage for example {@code original} or {@code step 1: prune}; the last is what was
 *     published
 */
public record StageReport(String stage, Evaluation evaluation) {

  /**
   * The stages of a job.
   *
   * @param types of the steps
   * @param evaluations of the original and after every step; may be empty
   */
  public static List<StageReport> of(List<String> types, List<Evaluation> evaluations) {
    List<StageReport> stages = new ArrayList<>();
    for (int i = 0; i < evaluations.size(); i++) {
      String stage = i == 0 ? "original" : "step %d: %s".formatted(i, types.get(i - 1));
      stages.add(new StageReport(stage, evaluations.get(i)));
    }
    return stages;
  }
}
