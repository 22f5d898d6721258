package io.espalier.report;

import io.espalier.engine.evaluate.Evaluation;
import io.espalier.engine.evaluate.Evaluation.ClassFigures;
import io.espalier.engine.evaluate.Evaluation.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How good the model was at every stage: figures, classes, and what was taken for what. */
final class StageSection {
  private static final int MOST_CLASSES_SHOWN = 100;
  private static final int MOST_CONFUSIONS_SHOWN = 25;

  private StageSection() {}

  static List<Html> of(Report report) {
    if (report.stages().isEmpty()) {
      return List.of(MeasurementSection.accuracy(report));
    }
    List<Html> sections = new ArrayList<>();
    sections.add(stages(report));
    Evaluation last = report.stages().getLast().evaluation();
    last.classification().ifPresent(_ -> sections.add(classes(report.stages())));
    last.classification().map(StageSection::confusion).ifPresent(sections::add);
    return sections;
  }

  private static Html stages(Report report) {
    List<Html> content = new ArrayList<>();
    if (!report.trained()) {
      content.add(
          Html.styled(
              "p",
              "note warning",
              "This is the accuracy before any fine-tuning. It shows what the cut alone costs and is"
                  + " not the quality to expect of a model in use."));
    }
    report.measuredOn().map(data -> data(report, data)).ifPresent(content::add);
    List<Figure> figures = figures(report.stages().getLast().evaluation());
    List<Html> heads = new ArrayList<>(List.of(Tables.text("Stage")));
    figures.forEach(figure -> heads.add(Tables.number(figure.name())));
    content.add(
        Tables.table(
            "Measured in ONNX Runtime on the same samples, in the same order.",
            heads,
            report.stages().stream().map(stage -> row(stage, figures)).toList()));
    return Tables.section("Accuracy at every stage", content);
  }

  private static Html data(Report report, DataUse data) {
    String chosen =
        report.trainedOn().isPresent()
            ? " It had no part in the training and in no choice; what was held back to choose by came"
                + " from the split train."
            : "";
    return Html.styled(
        "p",
        "soft small",
        "Data set %s, split %s, %s samples, preprocessing %s.%s"
            .formatted(
                data.dataset(),
                data.split(),
                Numbers.exact(data.samples()),
                ReportJson.line(data.preprocessing()),
                chosen));
  }

  private record Figure(String name, Function<Evaluation, Optional<String>> value) {}

  private static List<Figure> figures(Evaluation last) {
    List<Figure> all = new ArrayList<>();
    all.add(new Figure("Loss", stage -> Optional.of(Numbers.significant(stage.loss()))));
    last.classification().ifPresent(figures -> addClassFigures(all, figures));
    last.regression().ifPresent(_ -> addValueFigures(all));
    return all;
  }

  private static void addClassFigures(List<Figure> all, Classification last) {
    all.add(of("Top-1", figures -> Numbers.percent(figures.top1())));
    all.add(of("Top-5", figures -> Numbers.percent(figures.top5())));
    last.meanIou()
        .ifPresent(
            _ ->
                all.add(
                    of("Mean IoU", figures -> figures.meanIou().map(Numbers::percent).orElse(""))));
    all.add(of("Calibration error", figures -> Numbers.percent(figures.calibrationError())));
    all.add(
        new Figure(
            "Same as original",
            stage -> stage.original().flatMap(near -> near.agreement().map(Numbers::percent))));
    all.add(
        new Figure(
            "KL to original",
            stage ->
                stage.original().flatMap(near -> near.divergence().map(Numbers::significant))));
  }

  private static Figure of(String name, Function<Classification, String> value) {
    return new Figure(name, stage -> stage.classification().map(value));
  }

  private static void addValueFigures(List<Figure> all) {
    all.add(
        new Figure(
            "Mean absolute error",
            stage -> stage.regression().map(one -> Numbers.significant(one.meanAbsoluteError()))));
    all.add(
        new Figure(
            "R²", stage -> stage.regression().flatMap(one -> one.r2().map(Numbers::significant))));
    all.add(
        new Figure(
            "Squared difference to original",
            stage ->
                stage
                    .original()
                    .flatMap(near -> near.meanSquaredDifference().map(Numbers::significant))));
  }

  private static Html row(StageReport stage, List<Figure> figures) {
    List<Html> cells = new ArrayList<>(List.of(Tables.name(stage.stage())));
    figures.forEach(
        figure -> cells.add(Tables.cell(figure.value().apply(stage.evaluation()).orElse("–"))));
    return Html.of("tr", cells);
  }

  private static Html classes(List<StageReport> stages) {
    List<Html> heads = new ArrayList<>(List.of(Tables.text("Class"), Tables.number("Answers")));
    stages.forEach(stage -> heads.add(Tables.number(stage.stage())));
    int count = stages.getFirst().evaluation().classification().orElseThrow().perClass().size();
    List<Html> rows =
        IntStream.range(0, Math.min(count, MOST_CLASSES_SHOWN))
            .mapToObj(index -> classRow(stages, index))
            .toList();
    return Tables.section(
        "Accuracy of each class",
        Tables.table(
            "Share of the answers of a class that were found; %d of %d classes are shown."
                .formatted(rows.size(), count),
            heads,
            rows));
  }

  private static Html classRow(List<StageReport> stages, int index) {
    ClassFigures first = figures(stages.getFirst(), index);
    List<Html> cells =
        new ArrayList<>(
            List.of(Tables.name(first.name()), Tables.cell(Numbers.exact(first.answers()))));
    stages.forEach(
        stage ->
            cells.add(
                Tables.cell(figures(stage, index).accuracy().map(Numbers::percent).orElse("–"))));
    return Html.of("tr", cells);
  }

  private static ClassFigures figures(StageReport stage, int index) {
    return stage.evaluation().classification().orElseThrow().perClass().get(index);
  }

  private static Html confusion(Classification last) {
    List<List<Long>> counts = last.confusion().counts();
    return Tables.section(
        "What was taken for what",
        counts.isEmpty() || counts.size() > MOST_CONFUSIONS_SHOWN
            ? pairs(last)
            : matrix(last, counts));
  }

  private static Html pairs(Classification last) {
    return Tables.table(
        "The most frequent mistakes of the published model.",
        List.of(Tables.text("Class"), Tables.text("Taken for"), Tables.number("Answers")),
        last.confusion().pairs().stream()
            .map(
                pair ->
                    Tables.row(
                        Tables.name(pair.target()),
                        Tables.name(pair.answer()),
                        Tables.cell(Numbers.exact(pair.count()))))
            .toList());
  }

  private static Html matrix(Classification last, List<List<Long>> counts) {
    List<Html> heads = new ArrayList<>(List.of(Tables.text("Class")));
    last.perClass().forEach(figures -> heads.add(Tables.number(figures.name())));
    List<Html> rows = new ArrayList<>();
    for (int target = 0; target < counts.size(); target++) {
      List<Html> cells = new ArrayList<>(List.of(Tables.name(last.perClass().get(target).name())));
      counts.get(target).forEach(count -> cells.add(Tables.cell(Numbers.exact(count))));
      rows.add(Html.of("tr", cells));
    }
    return Tables.table(
        "Answers of the published model: a row is a class, a column what it was taken for.",
        heads,
        rows);
  }
}
