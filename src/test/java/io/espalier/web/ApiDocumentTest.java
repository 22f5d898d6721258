package io.espalier.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the API has every route, and says enough about each. */
@ServerTest
final class ApiDocumentTest {
  private static final List<String> ALWAYS = List.of("400", "406", "422", "500");

  @LocalServerPort private int port;

  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

  private ApiDocument document = new ApiDocument(Api.JSON.nullNode());

  @BeforeEach
  void read() {
    document = new Api(port).document();
  }

  @Test
  void isOpenApi31() {
    assertThat(document.root().get("openapi").stringValue()).startsWith("3.1");
  }

  @Test
  void hasEveryRouteOfTheService() {
    List<String> documented = new ArrayList<>();
    eachOperation((name, _) -> documented.add(name));

    assertThat(documented).containsExactlyInAnyOrderElementsOf(routes());
  }

  @Test
  void namesAndExplainsEveryOperation() {
    List<String> ids = new ArrayList<>();
    eachOperation(
        (name, operation) -> {
          assertThat(text(operation, "summary")).as(name).isNotBlank();
          assertThat(text(operation, "description")).as(name).contains("curl ");
          assertThat(operation.get("tags")).as(name).isNotEmpty();
          ids.add(text(operation, "operationId"));
        });

    assertThat(ids).doesNotContain("").doesNotHaveDuplicates();
  }

  @Test
  void saysHowEveryOperationSucceedsAndHowItIsRefused() {
    eachOperation(
        (name, operation) -> {
          JsonNode responses = operation.get("responses");
          assertThat(responses.propertyNames()).as(name).containsAll(ALWAYS);
          assertThat(responses.propertyNames()).as(name).anyMatch(status -> status.startsWith("2"));
        });
  }

  @Test
  void explainsEveryParameter() {
    eachOperation(
        (name, operation) ->
            operation
                .path("parameters")
                .forEach(
                    parameter ->
                        assertThat(text(parameter, "description"))
                            .as("%s %s", name, text(parameter, "name"))
                            .isNotBlank()));
  }

  @Test
  void givesAnExampleOfEveryPathParameter() {
    eachOperation(
        (name, operation) ->
            operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> text(parameter, "in").equals("path"))
                .forEach(
                    parameter -> assertThat(text(parameter, "example")).as(name).isNotBlank()));
  }

  @Test
  void givesAnExampleOfEveryRefusal() {
    eachOperation(
        (name, operation) ->
            operation.get("responses").properties().stream()
                .filter(response -> response.getKey().compareTo("400") >= 0)
                .forEach(response -> assertExample(name, response)));
  }

  private static void assertExample(String name, Map.Entry<String, JsonNode> response) {
    JsonNode content = response.getValue().path("content").path("application/problem+json");
    assertThat(content.path("examples").properties())
        .as("%s %s", name, response.getKey())
        .isNotEmpty()
        .allMatch(
            example ->
                example.getValue().at("/value/code").stringValue().equals(example.getKey())
                    && example.getValue().at("/value/status").asString().equals(response.getKey()));
  }

  @Test
  void describesEverySuccessAndItsHeaders() {
    eachOperation(
        (name, operation) ->
            operation
                .get("responses")
                .properties()
                .forEach(
                    response -> {
                      assertThat(text(response.getValue(), "description"))
                          .as("%s %s", name, response.getKey())
                          .isNotBlank();
                      assertThat(response.getValue().get("headers").has("Trace-Id")).isTrue();
                    }));
  }

  @Test
  void closesTheSchemaOfJobsAndListsItsSteps() {
    JsonNode job = document.root().at("/components/schemas/JobRequest");

    assertThat(job.at("/additionalProperties").booleanValue(true)).isFalse();
    assertThat(job.at("/required").toString()).contains("model", "steps");
    assertThat(job.at("/properties/steps/items/oneOf")).isNotEmpty();
  }

  @Test
  void resolvesEveryReference() {
    assertThat(references(document.root()))
        .isNotEmpty()
        .allMatch(reference -> !document.root().at(reference.substring(1)).isMissingNode());
  }

  private static Stream<JsonNode> nodes(JsonNode node) {
    return Stream.concat(Stream.of(node), node.valueStream().flatMap(ApiDocumentTest::nodes));
  }

  private static List<String> references(JsonNode root) {
    return nodes(root)
        .filter(node -> node.path("$ref").isString())
        .map(node -> node.get("$ref").stringValue())
        .toList();
  }

  private void eachOperation(BiConsumer<String, JsonNode> check) {
    document
        .root()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            check.accept(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
  }

  private List<String> routes() {
    return requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
        .flatMap(ApiDocumentTest::routes)
        .filter(route -> route.contains(" /v1"))
        .toList();
  }

  private static Stream<String> routes(RequestMappingInfo mapping) {
    return mapping.getMethodsCondition().getMethods().stream()
        .flatMap(
            method ->
                mapping.getPatternValues().stream()
                    .map(path -> method + " " + path.replace("{*", "{")));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
