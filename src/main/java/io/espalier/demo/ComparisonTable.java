package io.espalier.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The figures of a report before and after, one line each, as text for a terminal. */
final class ComparisonTable {
  private static final String LINE = "  %-34s %14s %14s %10s";

  private final List<String> lines = new ArrayList<>();

  private ComparisonTable() {}

  static List<String> of(JsonNode report) {
    ComparisonTable table = new ComparisonTable();
    table.add("", "before", "after", "change");
    table.addFigures(report.get("before"), report.get("after"));
    return List.copyOf(table.lines);
  }

  private void addFigures(JsonNode before, JsonNode after) {
    addCount("parameters", before.get("parameters"), after.get("parameters"));
    addCount("MACs", before.get("macs"), after.get("macs"));
    addCount("FLOPs", before.get("flops"), after.get("flops"));
    addCount("bytes of the ONNX file", before.get("bytes"), after.get("bytes"));
    before.get("latency").forEach(old -> addLatency(old, after.get("latency")));
    addAccuracies(before.get("accuracy"), after.get("accuracy"));
  }

  private void addCount(String name, JsonNode before, JsonNode after) {
    long old = before.longValue();
    long now = after.longValue();
    add(name, count(old), count(now), change(old, now));
  }

  private void addLatency(JsonNode before, JsonNode after) {
    after
        .valueStream()
        .filter(now -> now.get("runtime").equals(before.get("runtime")))
        .filter(now -> now.get("batch").equals(before.get("batch")))
        .findFirst()
        .ifPresent(now -> addPercentiles(before, now));
  }

  private void addPercentiles(JsonNode before, JsonNode after) {
    String where =
        "%s, batch %d"
            .formatted(before.get("runtime").stringValue(), before.get("batch").intValue());
    addMillis("p50 ms, " + where, before.get("p50Millis"), after.get("p50Millis"));
    addMillis("p95 ms, " + where, before.get("p95Millis"), after.get("p95Millis"));
  }

  private void addMillis(String name, JsonNode before, JsonNode after) {
    double old = before.doubleValue();
    double now = after.doubleValue();
    add(name, decimal(old), decimal(now), change(old, now));
  }

  private void addAccuracies(JsonNode before, JsonNode after) {
    if (before.isObject() && after.isObject()) {
      String samples = count(before.get("samples").longValue());
      addShare("top-1 of %s images".formatted(samples), before.get("top1"), after.get("top1"));
      addShare("top-5 of %s images".formatted(samples), before.get("top5"), after.get("top5"));
    }
  }

  private void addShare(String name, JsonNode before, JsonNode after) {
    double old = before.doubleValue();
    double now = after.doubleValue();
    String points = String.format(Locale.ROOT, "%+.1f pt", 100 * (now - old));
    add(name, share(old), share(now), points);
  }

  private void add(String name, String before, String after, String change) {
    lines.add(LINE.formatted(name, before, after, change).stripTrailing());
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  private static String change(double before, double after) {
    return before == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", 100 * (after / before - 1));
  }
}
