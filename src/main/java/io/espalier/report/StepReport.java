package io.espalier.report;

import io.espalier.method.BlockCut;
import io.espalier.method.GroupCut;
import io.espalier.method.SensitivityRecord;
import io.espalier.method.StepPlan;
import io.espalier.method.StepResult;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.MethodSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step: what was asked, with every default filled in, and what came of it.
 *
 * @param options the step as a job document writes it
 * @param training how it was trained; empty for steps that do not train
 * @param pruning how it was pruned; empty for steps that do not prune
 * @param sensitivity how much groups matter; empty for steps that do not measure it
 */
public record StepReport(
    String type,
    Map<String, Object> options,
    Optional<TargetOutcome> target,
    List<GroupCut> groups,
    List<BlockCut> blocks,
    List<String> warnings,
    Optional<TrainingReport> training,
    Optional<PruningReport> pruning,
    Optional<SensitivityRecord> sensitivity) {
  public StepReport {
    groups = List.copyOf(groups);
    blocks = List.copyOf(blocks);
    warnings = List.copyOf(warnings);
  }

  public static StepReport of(MethodSpec spec, StepResult result) {
    StepPlan plan = result.plan();
    return new StepReport(
        spec.type(),
        spec.toDocument(),
        plan.target(),
        plan.groups(),
        plan.blocks(),
        plan.warnings(),
        result.output().training().map(TrainingReport::of),
        result.output().pruning().map(PruningReport::of),
        result.output().sensitivity());
  }
}
