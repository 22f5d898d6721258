package io.espalier.json;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The refusal of members that an object does not declare. */
final class UnknownFields {
  private static final int MOST_REPORTED = 20;

  private UnknownFields() {}

  /** Reports the first unknown members; true when there is none. */
  static boolean refuse(JsonNode object, List<String> known, JsonPlace place) {
    List<String> unknown =
        object.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    unknown.stream()
        .limit(MOST_REPORTED)
        .forEach(name -> place.member(name).refuse("unknown-field", message(name, known)));
    if (unknown.size() > MOST_REPORTED) {
      place.refuse(
          "unknown-field", "%d more fields are unknown.".formatted(unknown.size() - MOST_REPORTED));
    }
    return unknown.isEmpty();
  }

  private static String message(String name, List<String> known) {
    return "The field (%s) is unknown. %s"
        .formatted(JsonPlace.quote(name), Choices.explain(name, known));
  }
}
