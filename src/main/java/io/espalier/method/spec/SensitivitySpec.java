package io.espalier.method.spec;

import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.CriterionOptions;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A measurement of how much each group of channels matters; the network stays as it is.
 *
 * @param levels of the groups
 * @param criterion that decides which channels are silenced first
 * @param ratios shares of the channels that are silenced, ascending, in (0, 1)
 * @param samples of the training split
 */
public record SensitivitySpec(
    Set<PruneLevel> levels, Criterion criterion, List<Double> ratios, int samples)
    implements MethodSpec {
  public static final String TYPE = "sensitivity";

  public static final SensitivitySpec USUAL =
      new SensitivitySpec(
          PruneSpec.USUAL_LEVELS,
          new Criterion.L1(),
          List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
          256);

  public SensitivitySpec {
    levels = Set.copyOf(levels);
    ratios = ratios.stream().sorted().toList();
  }

  /** A prune step that could cut the same groups in the same order. */
  public PruneSpec asPruning() {
    return new PruneSpec(
        levels,
        criterion,
        Ranking.USUAL,
        Budget.ofMacs(Budget.LEAST),
        WidthLimits.USUAL,
        LayerRules.NONE,
        new RecoveryPlan(Optional.of(List.of()), 1, 1),
        new Flow.OneShot(),
        false);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> dataUses() {
    List<String> uses = new ArrayList<>(List.of("comparison of answers"));
    uses.addAll(asPruning().dataUses());
    return uses;
  }

  @Override
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPE);
    document.put("levels", PruneLevel.wireNames(levels));
    document.put("criterion", CriterionOptions.document(criterion));
    document.put("ratios", ratios);
    document.put("samples", samples);
    return document;
  }
}
