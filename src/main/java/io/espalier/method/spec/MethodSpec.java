package io.espalier.method.spec;

import java.util.List;
import java.util.Map;

/** The options of one step of a job, all bounds checked. */
public sealed interface MethodSpec permits PruneSpec, FineTuneSpec, SensitivitySpec {
  /** The step type, as the job document names it. */
  String type();

  /** What of the step needs the job's data set, for example {@code criterion (hrank)}. */
  default List<String> dataUses() {
    return List.of();
  }

  /** Whether the step trains or measures on the job's data set. */
  default boolean needsData() {
    return !dataUses().isEmpty();
  }

  /** Whether a time is part of what is asked for. */
  default boolean measuresTime() {
    return false;
  }

  /** Whether the step computes in numbers that only GPUs have. */
  default boolean needsGpu() {
    return false;
  }

  /** The step as a job document writes it, every default filled in. */
  Map<String, Object> toDocument();
}
