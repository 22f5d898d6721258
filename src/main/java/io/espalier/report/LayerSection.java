package io.espalier.report;

import io.espalier.method.LayerComparison;
import java.util.List;

/** Every layer before and after, with its width as a bar. */
final class LayerSection {
  private LayerSection() {}

  static Html of(List<LayerComparison> layers) {
    long widest =
        layers.stream()
            .mapToLong(layer -> Math.max(layer.before().width(), layer.after().width()))
            .max()
            .orElse(1);
    return Tables.section(
        "Layers",
        Html.styled(
            "p",
            "soft small",
            Html.text("Width is the number of output channels or features."),
            Html.styled("span", "key old"),
            Html.text("before"),
            Html.styled("span", "key new"),
            Html.text("after")),
        Tables.table(
            "%d layers have parameters or MACs.".formatted(layers.size()),
            List.of(
                Tables.text("Layer"),
                Tables.text("Operator"),
                Tables.number("Width"),
                Tables.number(""),
                Tables.number("Parameters"),
                Tables.number("MACs")),
            layers.stream().map(layer -> row(layer, Math.max(1, widest))).toList()));
  }

  private static Html row(LayerComparison layer, long widest) {
    return Tables.row(
        Tables.name(layer.name()),
        Html.styled("td", "operator", layer.operator()),
        Tables.change(width(layer.before().width()), width(layer.after().width())),
        WidthBars.cell(layer.before().width(), layer.after().width(), widest),
        Tables.change(
            Numbers.exact(layer.before().parameters()), Numbers.exact(layer.after().parameters())),
        Tables.change(Numbers.count(layer.before().macs()), Numbers.count(layer.after().macs())));
  }

  private static String width(long width) {
    return width == 0 ? "–" : Numbers.exact(width);
  }
}
