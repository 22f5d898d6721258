package io.espalier.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A piece of a page; text and attribute values are escaped when it is written, always. */
sealed interface Html {
  /** Text as a reader sees it. */
  record Text(String text) implements Html {}

  /** An element. */
  record Element(String tag, Map<String, String> attributes, List<Html> children) implements Html {
    public Element {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      children = List.copyOf(children);
    }

    Element with(String attribute, String value) {
      Map<String, String> more = new LinkedHashMap<>(attributes);
      more.put(attribute, value);
      return new Element(tag, more, children);
    }
  }

  /** The page's own style sheet, which is written as it is. */
  record Style(String css) implements Html {}

  /** Elements that have neither children nor an end tag. */
  Set<String> VOID = Set.of("meta");

  static Html text(String text) {
    return new Text(text);
  }

  static Element of(String tag, Html... children) {
    return of(tag, Arrays.asList(children));
  }

  static Element of(String tag, List<Html> children) {
    return new Element(tag, Map.of(), children);
  }

  static Element of(String tag, String text) {
    return of(tag, text(text));
  }

  /** An element with a class. */
  static Element styled(String tag, String style, Html... children) {
    return of(tag, children).with("class", style);
  }

  /** An element with a class and text. */
  static Element styled(String tag, String style, String text) {
    return styled(tag, style, text(text));
  }

  default String write() {
    StringBuilder page = new StringBuilder();
    writeTo(page);
    return page.toString();
  }

  private void writeTo(StringBuilder page) {
    switch (this) {
      case Text(String text) -> page.append(escape(text));
      case Style(String css) -> page.append("<style>").append(css).append("</style>");
      case Element element -> writeElement(element, page);
    }
  }

  private static void writeElement(Element element, StringBuilder page) {
    page.append('<').append(element.tag());
    element
        .attributes()
        .forEach(
            (name, value) ->
                page.append(' ').append(name).append("=\"").append(escape(value)).append('"'));
    page.append('>');
    if (!VOID.contains(element.tag())) {
      element.children().forEach(child -> child.writeTo(page));
      page.append("</").append(element.tag()).append('>');
    }
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(point -> escaped.append(escape(point)));
    return escaped.toString();
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> isShowable(codePoint) ? Character.toString(codePoint) : "\uFFFD";
    };
  }

  /** Control characters, overrides of the writing direction and half surrogate pairs are not. */
  private static boolean isShowable(int codePoint) {
    return codePoint == '\n'
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL, Character.SURROGATE, Character.FORMAT -> false;
          default -> true;
        };
  }
}
