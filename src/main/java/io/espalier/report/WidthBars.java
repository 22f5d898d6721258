package io.espalier.report;

/** Two bars, one above the other: how wide something was, and how wide it is. */
final class WidthBars {
  private static final int LENGTH = 176;
  private static final int HEIGHT = 6;

  private WidthBars() {}

  /**
   * A cell of a table.
   *
   * @param widest the width that a whole bar stands for, at least 1
   */
  static Html cell(long before, long after, long widest) {
    Html bars =
        Html.styled(
                "svg", "bars", bar("old", 0, before, widest), bar("new", HEIGHT + 1, after, widest))
            .with("viewBox", "0 0 %d %d".formatted(LENGTH, 2 * HEIGHT + 2))
            .with("preserveAspectRatio", "none")
            .with("role", "img")
            .with("aria-label", "Width %d before, %d after".formatted(before, after));
    return Html.of("td", bars);
  }

  private static Html bar(String style, int y, long width, long widest) {
    return Html.styled("rect", style)
        .with("x", "0")
        .with("y", Integer.toString(y))
        .with("width", Long.toString(Math.ceilDiv(LENGTH * width, widest)))
        .with("height", Integer.toString(HEIGHT))
        .with("rx", "1.5");
  }
}
