package io.espalier.report;

import java.util.ArrayList;
import java.util.List;

/** Tables and sections of the page. */
final class Tables {
  private Tables() {}

  /** A section with a heading. */
  static Html section(String heading, List<Html> content) {
    List<Html> all = new ArrayList<>();
    all.add(Html.of("h2", heading));
    all.addAll(content);
    return Html.of("section", all);
  }

  static Html section(String heading, Html... content) {
    return section(heading, List.of(content));
  }

  /** The head of a column of text. */
  static Html text(String head) {
    return Html.styled("th", "name", head).with("scope", "col");
  }

  /** The head of a column of numbers. */
  static Html number(String head) {
    return Html.of("th", head).with("scope", "col");
  }

  /** A table; wide ones scroll. */
  static Html table(String caption, List<Html> heads, List<Html> rows) {
    return Html.styled(
        "div",
        "scroll",
        Html.of(
            "table",
            Html.of("caption", caption),
            Html.of("thead", Html.of("tr", heads)),
            Html.of("tbody", rows)));
  }

  static Html row(Html... cells) {
    return Html.of("tr", cells);
  }

  static Html name(String text) {
    return Html.styled("td", "name", text);
  }

  static Html cell(String text) {
    return Html.of("td", text);
  }

  /** A cell that shows one value, or the change from one to another. */
  static Html change(String before, String after) {
    return before.equals(after)
        ? cell(after)
        : Html.of(
            "td",
            Html.styled("span", "was", before),
            Html.styled("span", "arrow", " → "),
            Html.text(after));
  }

  /** A list of terms and what they are: term, value, term, value. */
  static Html terms(List<Html> termsAndValues) {
    return Html.of("dl", termsAndValues);
  }

  static void addTerm(List<Html> terms, String term, String value) {
    terms.add(Html.of("dt", term));
    terms.add(Html.of("dd", value));
  }
}
