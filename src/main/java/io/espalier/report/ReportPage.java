package io.espalier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A report as one self-contained HTML page: no scripts, no external files, readable on paper and in
 * the dark.
 */
public final class ReportPage {
  private static final String STYLE = readStyle();

  private ReportPage() {}

  /** The page; send it as {@code text/html; charset=utf-8}. */
  public static String of(Report report) {
    return "<!DOCTYPE html>\n"
        + Html.of("html", head(report), Html.of("body", Html.of("main", content(report))))
            .with("lang", "en")
            .write();
  }

  private static Html head(Report report) {
    return Html.of(
        "head",
        Html.of("meta").with("charset", "utf-8"),
        Html.of("meta")
            .with("name", "viewport")
            .with("content", "width=device-width, initial-scale=1"),
        Html.of("title", "Espalier: " + report.provenance().input().name()),
        new Html.Style(STYLE));
  }

  private static List<Html> content(Report report) {
    ModelFigures before = report.before();
    ModelFigures after = report.after();
    List<Html> content = new ArrayList<>();
    content.add(header(report.provenance()));
    content.add(SummarySection.of(before, after, report.trained()));
    for (int i = 0; i < report.steps().size(); i++) {
      content.add(StepSection.of(i + 1, report.steps().get(i)));
    }
    content.addAll(StageSection.of(report));
    content.add(MeasurementSection.latency(before, after));
    content.add(MeasurementSection.agreement(report));
    content.add(LayerSection.of(report.layers()));
    content.add(ProvenanceSection.verification(report.verification()));
    content.add(ProvenanceSection.conventions(report.conventions()));
    content.add(ProvenanceSection.provenance(report.provenance()));
    content.add(footer(report.provenance()));
    return content;
  }

  private static Html header(Provenance provenance) {
    return Html.of(
        "header",
        tree(),
        Html.of(
            "div",
            Html.of("h1", provenance.input().name()),
            Html.styled(
                "p", "soft", "Before and after compression · finished " + provenance.finished())));
  }

  /** A tree trained flat along a wall. */
  private static Html tree() {
    Html shape =
        Html.of("path")
            .with(
                "d",
                "M24 45V6M24 38H8V30M24 38H40V30M24 26H6V17M24 26H42V17M24 14H12V7M24 14H36V7");
    return Html.of("svg", shape).with("viewBox", "0 0 48 48").with("aria-hidden", "true");
  }

  private static Html footer(Provenance provenance) {
    return Html.of(
        "footer",
        Html.text(ProvenanceSection.madeBy(provenance.machine(), provenance.libraries())));
  }

  private static String readStyle() {
    try (InputStream style = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(style).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The style of the report page cannot be read.", e);
    }
  }
}
