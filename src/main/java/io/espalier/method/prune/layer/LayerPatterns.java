package io.espalier.method.prune.layer;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.LayerRules.LayerRatio;
import io.espalier.method.training.NamePatterns;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * The rules of a prune step for single layers, applied to channel groups.
 *
 * <p>A pattern means a group when it matches the name of a layer that produces channels of the
 * group, or of a weight they come from: what is protected keeps its outputs, but may lose inputs.
 */
public final class LayerPatterns {
  private final LayerRules rules;
  private final NamePatterns protect;

  public LayerPatterns(LayerRules rules) {
    this.rules = rules;
    this.protect = new NamePatterns(rules.protect());
  }

  /** Whether all channels of the group stay. */
  public boolean protects(ChannelGroup group) {
    return protectsAny(LayerNames.of(group));
  }

  /** Whether one of these layers is protected, so that what they make up cannot go as a whole. */
  public boolean protectsAny(Collection<String> layers) {
    return layers.stream().anyMatch(protect::match);
  }

  /** The share of channels that goes, in [0, 1), whatever the search finds for other groups. */
  public OptionalDouble ratio(ChannelGroup group) {
    return rules.ratios().stream()
        .filter(rule -> LayerNames.of(group).stream().anyMatch(name -> matches(rule, name)))
        .mapToDouble(LayerRatio::ratio)
        .findFirst();
  }

  private static boolean matches(LayerRatio rule, String name) {
    return NamePatterns.matches(rule.pattern(), name);
  }
}
