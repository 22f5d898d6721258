package io.espalier.method.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Structured pruning: whole channels are removed from every layer that shares them.
 *
 * @param rounding the multiple that widths are rounded to, where the layer is wide enough
 * @param minimumChannels the fewest channels a layer may be left with
 * @param attention what goes of an attention
 */
public record PruneSpec(
    Criterion criterion, Target target, int rounding, int minimumChannels, AttentionPart attention)
    implements MethodSpec {
  public static final String TYPE = "prune";

  /** A step that cuts dimensions of heads. */
  public PruneSpec(Criterion criterion, Target target, int rounding, int minimumChannels) {
    this(criterion, target, rounding, minimumChannels, AttentionPart.HEAD_DIMENSIONS);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPE);
    document.put("criterion", criterion.wireName());
    document.put("target", target.toDocument());
    document.put("rounding", rounding);
    document.put("minimumChannels", minimumChannels);
    document.put("attention", attention.wireName());
    return document;
  }
}
