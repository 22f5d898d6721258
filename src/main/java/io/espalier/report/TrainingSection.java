package io.espalier.report;

import io.espalier.report.TrainingReport.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a step trained: its figures and its curves. */
final class TrainingSection {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 90;

  private TrainingSection() {}

  static List<Html> of(TrainingReport training) {
    List<Html> content = new ArrayList<>();
    content.add(terms(training));
    training.curves().stream()
        .filter(curve -> curve.steps().size() > 1)
        .forEach(curve -> content.add(figure(curve)));
    return content;
  }

  private static Html terms(TrainingReport training) {
    List<Html> terms = new ArrayList<>();
    Tables.addTerm(
        terms,
        "Trained",
        "%s parameters, %s kept as they were"
            .formatted(
                Numbers.exact(training.trainedParameters()),
                Numbers.exact(training.frozenParameters())));
    Tables.addTerm(
        terms,
        "Samples",
        "%s of the split train an epoch, %s held back to judge by"
            .formatted(
                Numbers.exact(training.trainingSamples()),
                Numbers.exact(training.validationSamples())));
    Tables.addTerm(
        terms,
        "Length",
        "%s steps, %d epochs%s"
            .formatted(
                Numbers.exact(training.steps()),
                training.epochs(),
                training.stoppedEarly() ? ", ended early" : ""));
    Tables.addTerm(
        terms,
        "Time",
        String.format(
            Locale.ROOT,
            "%.1f s on %s",
            training.seconds(),
            String.join(", ", training.devices())));
    training
        .best()
        .ifPresent(
            best ->
                Tables.addTerm(
                    terms,
                    "Best validation",
                    "epoch %d, loss %s%s"
                        .formatted(
                            best.epoch(),
                            Numbers.significant(best.loss()),
                            best.accuracy()
                                .map(share -> ", " + Numbers.percent(share))
                                .orElse(""))));
    Tables.addTerm(
        terms,
        "Repeatable",
        training.deterministic() ? "bit by bit, by the seed" : "up to rounding on this device");
    return Tables.terms(terms);
  }

  private static Html figure(Curve curve) {
    double least = curve.values().stream().mapToDouble(value -> value).min().orElse(0);
    double most = curve.values().stream().mapToDouble(value -> value).max().orElse(0);
    String label =
        "%s: from %s to %s over %s steps, between %s and %s"
            .formatted(
                curve.series(),
                Numbers.significant(curve.values().getFirst()),
                Numbers.significant(curve.values().getLast()),
                Numbers.exact(curve.steps().getLast()),
                Numbers.significant(least),
                Numbers.significant(most));
    return Html.styled(
        "figure",
        "curve",
        Html.styled("figcaption", "soft small", label),
        Html.of("svg", Html.of("polyline").with("points", points(curve, least, most)))
            .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
            .with("role", "img")
            .with("aria-label", label));
  }

  private static String points(Curve curve, double least, double most) {
    double first = curve.steps().getFirst();
    double span = Math.max(1, curve.steps().getLast() - first);
    double range = most > least ? most - least : 1;
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < curve.steps().size(); i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              WIDTH * (curve.steps().get(i) - first) / span,
              HEIGHT - HEIGHT * (curve.values().get(i) - least) / range));
    }
    return points.toString().strip();
  }
}
