package io.espalier.report;

import io.espalier.method.SensitivityRecord;
import io.espalier.method.SensitivityRecord.Curve;
import io.espalier.method.SensitivityRecord.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How much each group of channels matters: a curve for each, and a table. */
final class SensitivitySection {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 90;
  private static final int MOST_DRAWN = 60;

  private SensitivitySection() {}

  static List<Html> of(SensitivityRecord record) {
    List<Html> content = new ArrayList<>();
    content.add(terms(record));
    double most = record.curves().stream().mapToDouble(SensitivitySection::last).max().orElse(1);
    List<Curve> drawn =
        record.curves().stream()
            .sorted(Comparator.comparingDouble(SensitivitySection::last).reversed())
            .limit(MOST_DRAWN)
            .toList();
    drawn.forEach(curve -> content.add(figure(curve, most)));
    content.add(table(record));
    return content;
  }

  private static double last(Curve curve) {
    return curve.points().getLast().monotone();
  }

  private static Html terms(SensitivityRecord record) {
    List<Html> terms = new ArrayList<>();
    Tables.addTerm(
        terms, "Samples", "%s of the split train".formatted(Numbers.exact(record.samples())));
    Tables.addTerm(terms, "Silenced first", "by the criterion " + record.criterion());
    record
        .top1()
        .ifPresent(share -> Tables.addTerm(terms, "Top-1 of the whole", Numbers.percent(share)));
    return Tables.terms(terms);
  }

  /** All curves on one scale, the most sensitive first. */
  private static Html figure(Curve curve, double most) {
    Point end = curve.points().getLast();
    String label =
        "%s: divergence %s with %d of %d channels silenced"
            .formatted(
                curve.group(),
                Numbers.significant(end.divergence()),
                end.silenced(),
                curve.channels());
    return Html.styled(
        "figure",
        "curve",
        Html.styled("figcaption", "soft small", label),
        Html.of("svg", Html.of("polyline").with("points", points(curve, most > 0 ? most : 1)))
            .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
            .with("role", "img")
            .with("aria-label", label));
  }

  private static String points(Curve curve, double most) {
    StringBuilder points = new StringBuilder("0.0,%d".formatted(HEIGHT));
    for (Point point : curve.points()) {
      double x = WIDTH * point.silenced() / (double) curve.channels();
      double y = HEIGHT - HEIGHT * point.monotone() / most;
      points.append(String.format(Locale.ROOT, " %.1f,%.1f", x, y));
    }
    return points.toString();
  }

  private static Html table(SensitivityRecord record) {
    List<Html> rows = new ArrayList<>();
    record.curves().forEach(curve -> curve.points().forEach(point -> rows.add(row(curve, point))));
    return Tables.table(
        "Divergence from the answers of the whole network when channels of one group alone are"
            + " silenced.",
        List.of(
            Tables.text("Group"),
            Tables.number("Silenced"),
            Tables.number("Divergence"),
            Tables.number("Largest so far"),
            Tables.number("Top-1")),
        rows);
  }

  private static Html row(Curve curve, Point point) {
    return Tables.row(
        Tables.name(curve.group()),
        Tables.cell("%d of %d".formatted(point.silenced(), curve.channels())),
        Tables.cell(Numbers.significant(point.divergence())),
        Tables.cell(Numbers.significant(point.monotone())),
        Tables.cell(point.top1().map(Numbers::percent).orElse("–")));
  }
}
