package io.espalier.method.spec;

import io.espalier.method.spec.prune.Criterion;
import java.util.LinkedHashMap;
import java.util.Map;

/** A prune step as a job document writes it. */
final class PruneDocument {
  private PruneDocument() {}

  static Map<String, Object> of(PruneSpec spec) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", PruneSpec.TYPE);
    document.put("criterion", name(spec.criterion()));
    Map<String, Object> target = new LinkedHashMap<>();
    spec.target().macs().ifPresent(value -> target.put("macs", value));
    spec.target().parameters().ifPresent(value -> target.put("parameters", value));
    spec.target().bytes().ifPresent(value -> target.put("bytes", value));
    spec.target().latencyMillis().ifPresent(value -> target.put("latencyMillis", value));
    document.put("target", target);
    document.put("rounding", spec.widths().rounding());
    document.put("minChannels", spec.widths().minimumChannels());
    return document;
  }

  private static String name(Criterion criterion) {
    return criterion.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
