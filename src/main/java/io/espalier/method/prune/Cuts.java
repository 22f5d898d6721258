package io.espalier.method.prune;

import io.espalier.method.BlockCut;
import io.espalier.method.GroupCut;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.cut.Cut;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What goes, as a plan says. */
final class Cuts {
  private Cuts() {}

  static Cut of(StepPlan plan) {
    Map<String, Set<Integer>> channels = new LinkedHashMap<>();
    for (GroupCut cut : plan.groups()) {
      channels.put(cut.group(), Set.copyOf(cut.removed()));
    }
    Set<String> blocks = new LinkedHashSet<>();
    plan.blocks().stream().filter(BlockCut::removed).map(BlockCut::block).forEach(blocks::add);
    return new Cut(channels, blocks);
  }

  /** True when a layer is normalised over channels of which some go. */
  static boolean altersNormalization(StepPlan plan) {
    return plan.groups().stream()
        .anyMatch(cut -> cut.altersNormalization() && !cut.removed().isEmpty());
  }
}
