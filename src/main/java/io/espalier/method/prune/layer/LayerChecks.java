package io.espalier.method.prune.layer;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.json.JsonPlace;
import io.espalier.method.PlanContext;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.LayerRules.LayerRatio;
import io.espalier.method.spec.prune.Ranking.Scope;
import io.espalier.method.training.NamePatterns;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Optional;

/**
 * Whether the patterns of a prune step mean layers of a model, and do not contradict each other.
 */
public final class LayerChecks {
  private static final String KIND = "layer of the model";
  private static final int LONGEST_QUOTE = 100;

  private final ChannelStructure structure;
  private final List<String> names;
  private final PlanContext context;
  private final Problems problems;

  public LayerChecks(ChannelStructure structure, PlanContext context, Problems problems) {
    this.structure = structure;
    this.names = LayerNames.of(structure);
    this.context = context;
    this.problems = problems;
  }

  /** Reports every fault of the rules at its place in the job document. */
  public void check(LayerRules rules) {
    new NamePatterns(rules.protect())
        .refuseUnmatched(context.place("protect"), KIND, names, problems);
    LayerPatterns patterns = new LayerPatterns(rules);
    for (int r = 0; r < rules.ratios().size(); r++) {
      check(rules.ratios().get(r), context.place("ratios/%d".formatted(r)), patterns);
    }
  }

  /** Reports every pattern of the sets that matches nothing. */
  public void check(Scope scope) {
    if (scope instanceof Scope.Sets(List<List<String>> sets)) {
      for (int s = 0; s < sets.size(); s++) {
        new NamePatterns(sets.get(s))
            .refuseUnmatched(context.place("scope/sets/%d".formatted(s)), KIND, names, problems);
      }
    }
  }

  private void check(LayerRatio rule, String place, LayerPatterns patterns) {
    NamePatterns.refuseUnmatched(place + "/pattern", KIND, rule.pattern(), names, problems);
    List<ChannelGroup> meant = meant(rule);
    if (!meant.isEmpty() && meant.stream().noneMatch(ChannelGroup::prunable)) {
      problems.add(place + "/pattern", "frozen", frozen(rule, meant.getFirst()));
    }
    meant.stream()
        .filter(patterns::protects)
        .findFirst()
        .ifPresent(group -> problems.add(place, "conflicting-rules", contradiction(rule, group)));
  }

  private List<ChannelGroup> meant(LayerRatio rule) {
    return structure.allGroups().stream().filter(group -> nameIn(rule, group).isPresent()).toList();
  }

  private static Optional<String> nameIn(LayerRatio rule, ChannelGroup group) {
    return LayerNames.of(group).stream()
        .filter(name -> NamePatterns.matches(rule.pattern(), name))
        .findFirst();
  }

  private static String frozen(LayerRatio rule, ChannelGroup group) {
    return "The pattern (%s) means layers whose channels cannot go, such as %s: %s"
        .formatted(
            quote(rule.pattern()),
            quote(nameIn(rule, group).orElseThrow()),
            group.freezes().getFirst().reason());
  }

  private static String contradiction(LayerRatio rule, ChannelGroup group) {
    return "The pattern (%s) gives a ratio to the layer (%s), whose channels protect keeps. Name it in one of them."
        .formatted(quote(rule.pattern()), quote(nameIn(rule, group).orElseThrow()));
  }

  private static String quote(String text) {
    return JsonPlace.quote(text, LONGEST_QUOTE);
  }
}
