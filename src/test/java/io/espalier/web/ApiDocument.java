package io.espalier.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The description of the API as the service gives it. */
record ApiDocument(JsonNode root) {
  /** Fails when the operation is described and the status is not. */
  void assertDocumented(String method, String path, int status) {
    operation(method, path)
        .ifPresent(
            operation ->
                assertThat(operation.get("responses").propertyNames())
                    .as("documented statuses of %s %s", method, path)
                    .contains(Integer.toString(status)));
  }

  private Optional<JsonNode> operation(String method, String path) {
    String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    return root.get("paths").properties().stream()
        .filter(entry -> pattern(entry.getKey()).matcher(path).matches())
        .map(Map.Entry::getValue)
        .filter(operations -> operations.has(verb))
        .map(operations -> operations.get(verb))
        .findFirst();
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replace("{name}", ".+").replaceAll("\\{[^}]+}", "[^/]+"));
  }
}
