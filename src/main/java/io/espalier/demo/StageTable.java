package io.espalier.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The accuracy of the model as it came and after each part of the job, one line each. */
final class StageTable {
  private static final String LINE = "  %-34s %14s %14s %10s";

  private StageTable() {}

  /** The lines with their headings first; empty where nothing was evaluated. */
  static List<String> of(JsonNode report) {
    JsonNode stages = report.path("stages");
    if (stages.isEmpty()) {
      return List.of();
    }
    double original = top1(stages.get(0));
    return Stream.concat(
            Stream.of(LINE.formatted("", "top-1", "top-5", "change")),
            stages.valueStream().map(stage -> line(stage, original)))
        .toList();
  }

  private static String line(JsonNode stage, double original) {
    double top1 = top1(stage);
    return LINE.formatted(
        called(stage.get("stage").stringValue()),
        share(top1),
        share(figures(stage).get("top5").doubleValue()),
        String.format(Locale.ROOT, "%+.2f pt", 100 * (top1 - original)));
  }

  private static String called(String stage) {
    return switch (stage) {
      case "original" -> "as it came";
      case "step 1: prune, before recovery" -> "the bare cut, before recovery";
      case "step 1: prune" -> "recovered, without labels";
      case "step 2: fine-tune" -> "tuned";
      default -> stage;
    };
  }

  private static double top1(JsonNode stage) {
    return figures(stage).get("top1").doubleValue();
  }

  private static JsonNode figures(JsonNode stage) {
    return stage.at("/evaluation/classification");
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * value);
  }
}
