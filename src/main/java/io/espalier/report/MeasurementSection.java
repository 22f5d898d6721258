package io.espalier.report;

import io.espalier.engine.bench.Latency;
import java.util.ArrayList;
import java.util.List;

/** What was measured by running both models: latency, accuracy, agreement. */
final class MeasurementSection {
  private static final List<Html> LATENCY_HEADS =
      List.of(
          Tables.text("Runtime"),
          Tables.number("Device"),
          Tables.number("Threads"),
          Tables.number("Batch"),
          Tables.number("Warm-up"),
          Tables.number("Runs"),
          Tables.number("p50"),
          Tables.number("p95"),
          Tables.number("By p50"));

  private MeasurementSection() {}

  static Html latency(ModelFigures before, ModelFigures after) {
    List<Html> rows =
        LatencyPair.pairs(before, after).stream().map(MeasurementSection::latencyRow).toList();
    if (rows.isEmpty()) {
      return Tables.section("Latency", Html.of("p", "Latency was not measured."));
    }
    return Tables.section(
        "Latency",
        Tables.table(
            "Wall-clock time of one run on the machine named under Provenance; other work on that"
                + " machine shows in it.",
            LATENCY_HEADS,
            rows));
  }

  private static Html latencyRow(LatencyPair pair) {
    Latency old = pair.before();
    Latency now = pair.after();
    return Tables.row(
        Tables.name("%s %s".formatted(now.runtime(), now.version())),
        Tables.cell(now.device()),
        Tables.cell(Integer.toString(now.threads())),
        Tables.cell(Integer.toString(now.batch())),
        Tables.change(Integer.toString(old.warmupRuns()), Integer.toString(now.warmupRuns())),
        Tables.change(Integer.toString(old.runs()), Integer.toString(now.runs())),
        Tables.change(Numbers.millis(old.p50Millis()), Numbers.millis(now.p50Millis())),
        Tables.change(Numbers.millis(old.p95Millis()), Numbers.millis(now.p95Millis())),
        Tables.cell(Numbers.speedUp(old.p50Millis(), now.p50Millis())));
  }

  static Html accuracy(Report report) {
    ModelFigures before = report.before();
    ModelFigures after = report.after();
    List<Html> rows = new ArrayList<>();
    before.accuracy().ifPresent(accuracy -> rows.add(accuracyRow("Original", accuracy)));
    after.accuracy().ifPresent(accuracy -> rows.add(accuracyRow("Compressed", accuracy)));
    if (rows.isEmpty()) {
      return Tables.section(
          "Accuracy", Html.of("p", "Accuracy was not measured: no labelled data were given."));
    }
    return Tables.section(
        "Accuracy",
        report.trained()
            ? Html.styled("p", "soft small", "Before the first step and after the last.")
            : Html.styled(
                "p",
                "note warning",
                "This is the accuracy before any fine-tuning. It shows what the cut alone costs and"
                    + " is not the quality to expect of a model in use."),
        Tables.table(
            "Share of the samples of the named split.",
            List.of(
                Tables.text("Model"),
                Tables.text("Split"),
                Tables.number("Samples"),
                Tables.number("Top-1"),
                Tables.number("Top-5")),
            rows));
  }

  private static Html accuracyRow(String model, MeasuredAccuracy accuracy) {
    return Tables.row(
        Tables.name(model),
        Tables.name(accuracy.split()),
        Tables.cell(Numbers.exact(accuracy.samples())),
        Tables.cell(Numbers.percent(accuracy.top1())),
        Tables.cell(Numbers.percent(accuracy.top5())));
  }

  static Html agreement(Report report) {
    return report
        .agreement()
        .map(MeasurementSection::agreement)
        .orElseGet(
            () ->
                Tables.section(
                    "Agreement with the original",
                    Html.of("p", "Agreement with the original was not measured.")));
  }

  private static Html agreement(OutputAgreement agreement) {
    List<Html> terms = new ArrayList<>();
    Tables.addTerm(terms, "Inputs", agreement.inputs());
    Tables.addTerm(terms, "Samples", Numbers.exact(agreement.samples()));
    Tables.addTerm(terms, "Same largest output", Numbers.percent(agreement.top1Agreement()));
    Tables.addTerm(terms, "Mean cosine", Numbers.significant(agreement.meanCosine()));
    Tables.addTerm(
        terms,
        "Largest relative difference",
        Numbers.significant(agreement.maximumRelativeError()));
    Tables.addTerm(
        terms,
        "Largest absolute difference",
        Numbers.significant(agreement.maximumAbsoluteError()));
    return Tables.section(
        "Agreement with the original",
        Html.styled(
            "p",
            "soft small",
            "How far the outputs moved from the original's on the same inputs; it needs no labels and"
                + " says nothing about which of both is right."),
        Tables.terms(terms));
  }
}
