package io.espalier.report;

import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.PruningRecord.RecoveredLayer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a step decided what to cut: rounds, candidates, recovery and latency. */
final class PruningSection {
  private static final int MOST_CANDIDATES_SHOWN = 50;

  private PruningSection() {}

  static List<Html> of(PruningReport pruning) {
    List<Html> content = new ArrayList<>();
    content.add(scoring(pruning));
    pruning.latency().map(PruningSection::latency).ifPresent(content::add);
    if (pruning.rounds().size() > 1) {
      content.add(rounds(pruning.rounds()));
    }
    pruning.rounds().stream()
        .flatMap(round -> round.training().stream())
        .flatMap(training -> TrainingSection.of(training).stream())
        .forEach(content::add);
    if (!pruning.candidates().isEmpty()) {
      content.add(candidates(pruning.candidates()));
    }
    if (!pruning.recovery().isEmpty()) {
      content.add(recovery(pruning.recovery()));
    }
    return content;
  }

  private static Html scoring(PruningReport pruning) {
    String data =
        pruning.samples() == 0
            ? "no data"
            : "%s samples of the split train".formatted(Numbers.exact(pruning.samples()));
    List<Html> terms = new ArrayList<>();
    Tables.addTerm(terms, "Criterion", "%s, on %s".formatted(pruning.criterion(), data));
    Tables.addTerm(
        terms, "Scoring", String.format(Locale.ROOT, "%.1f s", pruning.scoringSeconds()));
    return Tables.terms(terms);
  }

  private static Html latency(LatencyOutcome latency) {
    return Html.styled(
        "p",
        "note",
        "Time of one sample in %s: %s before, %s asked for, %s predicted, %s measured."
            .formatted(
                latency.runtime(),
                Numbers.millis(latency.before()),
                Numbers.millis(latency.asked()),
                Numbers.millis(latency.predicted()),
                Numbers.millis(latency.measured())));
  }

  private static Html rounds(List<PruningReport.Round> rounds) {
    return Tables.table(
        "The network was cut in %d rounds.".formatted(rounds.size()),
        List.of(Tables.number("Round"), Tables.number("Parameters"), Tables.number("MACs")),
        rounds.stream()
            .map(
                round ->
                    Tables.row(
                        Tables.cell(Integer.toString(round.round())),
                        Tables.cell(Numbers.exact(round.after().parameters())),
                        Tables.cell(Numbers.count(round.after().macs()))))
            .toList());
  }

  private static Html candidates(List<Candidate> candidates) {
    List<Candidate> best =
        candidates.stream()
            .sorted(Comparator.comparingDouble(Candidate::score))
            .limit(MOST_CANDIDATES_SHOWN)
            .toList();
    return Tables.table(
        "%d sub-networks were evaluated; the best %d are shown, and the first was kept."
            .formatted(candidates.size(), best.size()),
        List.of(
            Tables.number("Number"),
            Tables.number("KL to original"),
            Tables.number("Top-1"),
            Tables.number("MACs"),
            Tables.number("Parameters"),
            Tables.text("Widths")),
        best.stream().map(PruningSection::row).toList());
  }

  private static Html row(Candidate candidate) {
    String widths =
        candidate.widths().stream().map(Object::toString).collect(Collectors.joining(" "));
    return Tables.row(
        Tables.cell(Integer.toString(candidate.number())),
        Tables.cell(Numbers.significant(candidate.score())),
        Tables.cell(candidate.accuracy().map(Numbers::percent).orElse("–")),
        Tables.cell(Numbers.count(candidate.cost().macs())),
        Tables.cell(Numbers.count(candidate.cost().parameters())),
        Tables.name(widths));
  }

  private static Html recovery(List<RecoveredLayer> layers) {
    return Tables.table(
        "Brought back without labels. The error is the mean squared difference from the original's"
            + " outputs of the layer, relative to their variance.",
        List.of(
            Tables.text("Layer"),
            Tables.text("By"),
            Tables.number("Error after the cut"),
            Tables.number("Error once recovered")),
        layers.stream()
            .map(
                layer ->
                    Tables.row(
                        Tables.name(layer.layer()),
                        Html.styled("td", "operator", layer.method()),
                        Tables.cell(Numbers.significant(layer.errorBefore())),
                        Tables.cell(Numbers.significant(layer.errorAfter()))))
            .toList());
  }
}
