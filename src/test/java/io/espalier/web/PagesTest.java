package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What the service says about itself, to people and to programs; rows H2 and J28. */
@ServerTest
final class PagesTest {
  private final Api api;

  PagesTest(@LocalServerPort int port) {
    api = new Api(port);
  }

  @Test
  void leadsFromTheRootToTheDocumentation() {
    HttpResponse<String> root = api.get("/");

    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("Location").orElse("")).endsWith("/swagger-ui.html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/swagger-ui/index.html",
        "/swagger-ui/index.html?url=https://evil.example/x.json",
        "/swagger-ui/index.html?configUrl=https://evil.example/c.json"
      })
  void showsItsOwnDescriptionWithItsOwnScripts(String path) {
    HttpResponse<String> page = api.get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("swagger-ui").doesNotContain("http://", "https://", "evil");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'", "frame-ancestors 'none'");
    assertThat(api.get("/swagger-ui/swagger-initializer.js").body())
        .doesNotContain("queryConfigEnabled\" : true", "petstore");
  }

  @Test
  void listsTheMethodsWithTheirSchemas() {
    JsonNode prune = json(api.get("/v1/methods")).at("/data/0");

    assertThat(prune.get("type").stringValue()).isEqualTo("prune");
    assertThat(prune.at("/schema/additionalProperties").booleanValue(true)).isFalse();
    assertThat(prune.at("/schema/properties/criterion").toString()).contains("l1", "random");
    assertThat(prune.at("/example/type").stringValue()).isEqualTo("prune");
    assertThat(prune.get("choices").valueStream())
        .anyMatch(
            choice ->
                choice.path("type").asString("").equals("hrank")
                    && choice.get("needsData").booleanValue()
                    && choice.at("/options/samples/default").intValue() == 500);
  }

  @Test
  void tellsItsLimits() {
    JsonNode limits = json(api.get("/v1/limits"));

    assertThat(limits.get("uploadBytes").longValue()).isEqualTo(2L << 30);
    assertThat(limits.get("jsonBytes").longValue()).isEqualTo(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/health/live",
        "/v1/health/ready",
        "/actuator/health",
        "/actuator/health/readiness"
      })
  void isWell(String path) {
    HttpResponse<String> health = api.get(path);

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(json(health).get("status").stringValue()).isEqualTo("UP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/env", "/actuator/heapdump", "/h2-console", "/v1", "/v2/models"})
  void knowsNothingElse(String path) {
    problem(api.get(path), 404, "not-found");
  }

  @Test
  void explainsEveryKindOfProblem() {
    assertThat(api.get("/problems/in-use").body()).contains("The resource is in use", "409");
    problem(api.get("/problems/%3Cscript%3E"), 404, "not-found");
  }

  @Test
  void tracesTheRequestAsTheClientAsks() {
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    HttpResponse<String> refused =
        api.get("/v1/models/x", "traceparent", "00-" + traceId + "-00f067aa0ba902b7-01");

    assertThat(json(refused).get("traceId").stringValue()).isEqualTo(traceId);
    assertThat(refused.headers().firstValue("Trace-Id")).contains(traceId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "x"
      })
  void makesAnIdOfItsOwnForATraceThatIsNone(String traceparent) {
    HttpResponse<String> answer = api.get("/v1/limits", "traceparent", traceparent);

    assertThat(answer.headers().firstValue("Trace-Id").orElse("")).matches("(?!0{32})[0-9a-f]{32}");
  }
}
