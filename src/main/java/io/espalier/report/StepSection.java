package io.espalier.report;

import io.espalier.method.BlockCut;
import io.espalier.method.GroupCut;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.prune.PruneLevel;
import java.util.ArrayList;
import java.util.List;

/** What a step was asked to do, what it reached, and the groups it cut. */
final class StepSection {
  private StepSection() {}

  static Html of(int number, StepReport step) {
    List<Html> content = new ArrayList<>();
    step.target().map(StepSection::outcome).ifPresent(content::add);
    step.warnings()
        .forEach(warning -> content.add(Html.styled("p", "note warning", "Warning: " + warning)));
    content.add(
        Html.styled(
            "p",
            "soft small",
            Html.text("Asked for: "),
            Html.of("code", ReportJson.line(step.options()))));
    step.training().map(TrainingSection::of).ifPresent(content::addAll);
    step.pruning().map(PruningSection::of).ifPresent(content::addAll);
    step.sensitivity().map(SensitivitySection::of).ifPresent(content::addAll);
    if (!step.groups().isEmpty()) {
      content.add(groups(step.groups()));
    }
    if (!step.blocks().isEmpty()) {
      content.add(blocks(step.blocks()));
    }
    return Tables.section("Step %d: %s".formatted(number, step.type()), content);
  }

  private static Html outcome(TargetOutcome target) {
    String verdict = target.met() ? "Target met. " : "Target not met. ";
    return Html.styled(
        "p",
        target.met() ? "note" : "note warning",
        Html.of("strong", verdict),
        Html.text(target.explanation()));
  }

  private static Html groups(List<GroupCut> groups) {
    long cut = groups.stream().filter(group -> !group.removed().isEmpty()).count();
    long widest = groups.stream().mapToLong(GroupCut::widthBefore).max().orElse(1);
    return Tables.table(
        "%d of %d prunable groups were cut. The channels of a group stand in several layers and go together."
            .formatted(cut, groups.size()),
        List.of(
            Tables.text("Group"),
            Tables.text("Level"),
            Tables.number("Channels"),
            Tables.number("Width profile"),
            Tables.number("Removed"),
            Tables.number("Normalised over")),
        groups.stream().map(group -> row(group, widest)).toList());
  }

  private static Html blocks(List<BlockCut> blocks) {
    long removed = blocks.stream().filter(BlockCut::removed).count();
    return Tables.table(
        "%d of %d residual branches were taken out.".formatted(removed, blocks.size()),
        List.of(Tables.text("Joined at"), Tables.text("Level"), Tables.text("Outcome")),
        blocks.stream()
            .map(
                block ->
                    Tables.row(
                        Tables.name(block.block()),
                        Html.styled("td", "operator", block.level().wireName()),
                        Html.styled("td", "operator", block.removed() ? "taken out" : "stays")))
            .toList());
  }

  private static Html row(GroupCut group, long widest) {
    return Tables.row(
        Tables.name(group.group()),
        Html.styled("td", "operator", group.level().map(PruneLevel::wireName).orElse("–")),
        Tables.change(Integer.toString(group.widthBefore()), Integer.toString(group.widthAfter())),
        WidthBars.cell(group.widthBefore(), group.widthAfter(), widest),
        Tables.cell(Integer.toString(group.removed().size())),
        Tables.cell(group.altersNormalization() ? "yes" : "no"));
  }
}
