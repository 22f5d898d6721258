package io.espalier.method.spec;

import io.espalier.method.spec.prune.CriterionOptions;
import io.espalier.method.spec.prune.FlowOptions;
import io.espalier.method.spec.prune.LayerOptions;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.RankingOptions;
import io.espalier.method.spec.prune.RecoveryOptions;
import io.espalier.method.spec.prune.TargetOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** A prune step as a job document writes it. */
final class PruneDocument {
  private PruneDocument() {}

  static Map<String, Object> of(PruneSpec spec) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", PruneSpec.TYPE);
    document.put("levels", PruneLevel.wireNames(spec.levels()));
    document.put("criterion", CriterionOptions.document(spec.criterion()));
    document.putAll(RankingOptions.document(spec.ranking()));
    document.put("target", TargetOptions.document(spec.target()));
    document.put("rounding", spec.widths().rounding());
    document.put("minChannels", spec.widths().minimumChannels());
    document.putAll(LayerOptions.document(spec.layers()));
    document.putAll(RecoveryOptions.document(spec.recovery()));
    document.put("flow", FlowOptions.document(spec.flow()));
    document.put("control", spec.control());
    return document;
  }
}
