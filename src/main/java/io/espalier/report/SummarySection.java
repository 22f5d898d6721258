package io.espalier.report;

import io.espalier.engine.bench.Latency;
import java.util.ArrayList;
import java.util.List;

/** The figures that matter most, as cards. */
final class SummarySection {
  private SummarySection() {}

  static Html of(ModelFigures before, ModelFigures after, boolean trained) {
    List<Html> cards = new ArrayList<>();
    cards.add(count("Parameters", before.parameters(), after.parameters()));
    cards.add(count("MACs per sample", before.macs(), after.macs()));
    cards.add(count("FLOPs per sample", before.flops(), after.flops()));
    cards.add(
        card(
            "ONNX file",
            Numbers.bytes(after.bytes()),
            Numbers.bytes(before.bytes()),
            change(before.bytes(), after.bytes())));
    LatencyPair.pairs(before, after).forEach(pair -> cards.add(latency(pair)));
    before
        .accuracy()
        .flatMap(old -> after.accuracy().map(now -> accuracy(old, now, trained)))
        .ifPresent(cards::add);
    return Html.of("div", cards).with("class", "cards");
  }

  private static Html count(String label, long before, long after) {
    return card(label, Numbers.count(after), Numbers.count(before), change(before, after));
  }

  private static Html latency(LatencyPair pair) {
    Latency now = pair.after();
    return card(
        "Latency p50, %s, %s".formatted(now.runtime(), now.device()),
        Numbers.millis(now.p50Millis()),
        Numbers.millis(pair.before().p50Millis()),
        change(pair.before().p50Millis(), now.p50Millis()));
  }

  private static Html accuracy(MeasuredAccuracy before, MeasuredAccuracy after, boolean trained) {
    return card(
        "Top-1 on %s%s".formatted(after.split(), trained ? "" : ", not fine-tuned"),
        Numbers.percent(after.top1()),
        Numbers.percent(before.top1()),
        Html.styled(
            "span",
            after.top1() < before.top1() ? "worse" : "better",
            Numbers.points(before.top1(), after.top1())));
  }

  /** The change of something that is better when it is less. */
  private static Html change(double before, double after) {
    return Html.styled("span", after > before ? "worse" : "better", Numbers.change(before, after));
  }

  private static Html card(String label, String value, String was, Html change) {
    return Html.styled(
        "div",
        "card",
        Html.styled("div", "label", label),
        Html.styled("div", "value", value),
        Html.styled("div", "was", Html.text("was %s · ".formatted(was)), change));
  }
}
