package io.espalier.format.safetensors;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Pulls the values of one JSON object out of text that nobody has checked. */
final class JsonText {
  private static final int DEPTH = 8;
  private static final int NUMBER_CHARACTERS = 1000;
  private static final int SHOWN_CHARACTERS = 40;

  private final JsonParser parser;
  private final String place;
  private final String code;
  private final int nameCharacters;

  private JsonText(JsonParser parser, String place, String code, int nameCharacters) {
    this.parser = parser;
    this.place = place;
    this.code = code;
    this.nameCharacters = nameCharacters;
  }

  /**
   * Reads a text that is exactly one JSON object.
   *
   * @param code of the refusal when it is not
   * @param nameCharacters limit of a member's name
   * @throws EspalierException with that code
   */
  static void read(
      String text, String place, String code, int nameCharacters, Consumer<JsonText> object) {
    try (JsonParser parser = factory().createParser(ObjectReadContext.empty(), text)) {
      JsonText json = new JsonText(parser, place, code, nameCharacters);
      json.requireNext(JsonToken.START_OBJECT);
      object.accept(json);
      json.requireEnd();
    } catch (JacksonException fault) {
      throw ModelFault.at(place, code, "The text is not JSON%s.".formatted(where(fault)));
    }
  }

  private static String where(JacksonException fault) {
    return Optional.ofNullable(fault.getLocation())
        .map(location -> " at character " + location.getCharOffset())
        .orElse(", or is nested too deep");
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH)
                .maxNumberLength(NUMBER_CHARACTERS)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .build();
  }

  /** Every member of the object here; the consumer must take or skip each value. */
  void members(Consumer<String> member) {
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = checkedName(parser.currentName());
      if (!seen.add(name)) {
        throw ModelFault.at(
            place, "st-duplicate-name", "The name (%s) comes twice.".formatted(name));
      }
      parser.nextToken();
      member.accept(name);
    }
    require(JsonToken.END_OBJECT);
  }

  /** Every element of the array here; the runnable must take or skip each value. */
  void elements(Runnable element) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.run();
    }
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** The string here, or empty when it is none. */
  Optional<String> text() {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? Optional.of(parser.getString())
        : Optional.empty();
  }

  /** The digits of the whole number here, or empty when it is none or is written otherwise. */
  Optional<String> integer() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? Optional.of(parser.getString())
        : Optional.empty();
  }

  void skip() {
    parser.skipChildren();
  }

  /** The value here as a message may show it. */
  String shown() {
    String text = isObject() || isArray() ? "a structure" : parser.getString();
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
  }

  private String checkedName(String name) {
    if (name.length() > nameCharacters) {
      throw ModelFault.at(
          place,
          "name-too-long",
          "A name of %d characters is longer than %d, the limit."
              .formatted(name.length(), nameCharacters));
    }
    if (name.codePoints().anyMatch(JsonText::isSurrogate)) {
      throw ModelFault.at(place, code, "A name holds half a character (a lone surrogate).");
    }
    return name;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private void requireNext(JsonToken expected) {
    parser.nextToken();
    require(expected);
  }

  private void require(JsonToken expected) {
    if (parser.currentToken() != expected) {
      throw ModelFault.at(place, code, "The text must be one JSON object.");
    }
  }

  private void requireEnd() {
    if (parser.nextToken() != null) {
      throw ModelFault.at(place, code, "Something follows the JSON object.");
    }
  }
}
