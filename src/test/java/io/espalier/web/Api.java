package io.espalier.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the service under test.
 *
 * <p>It fails when an answer has a status that the description of the API does not have for the
 * operation, so the description is checked by whatever any test does.
 */
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String OCTETS = "application/octet-stream";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Map<Integer, ApiDocument> DOCUMENTS = new ConcurrentHashMap<>();

  private final String root;
  private final ApiDocument document;

  Api(int port) {
    this.root = "http://localhost:" + port;
    this.document =
        DOCUMENTS.computeIfAbsent(
            port,
            _ -> new ApiDocument(json(exchange("GET", "/v3/api-docs", BodyPublishers.noBody()))));
  }

  ApiDocument document() {
    return document;
  }

  HttpResponse<String> get(String path, String... headers) {
    return checked("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<String> delete(String path) {
    return checked("DELETE", path, BodyPublishers.noBody());
  }

  HttpResponse<String> post(String path, String contentType, byte[] body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = contentType;
    return checked("POST", path, BodyPublishers.ofByteArray(body), all);
  }

  HttpResponse<String> postJson(String path, String body, String... headers) {
    return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    return checked(method, path, body, headers);
  }

  /** The identifier of a model that was uploaded for the test alone. */
  String upload(String name) {
    byte[] body = ("model " + name).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response = post("/v1/models?name=" + name, OCTETS, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return json(response).get("id").stringValue();
  }

  /** The identifier of a job whose seed says how it goes. */
  String submit(String model, long seed) {
    HttpResponse<String> response = postJson("/v1/jobs", job(model, seed));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return json(response).get("id").stringValue();
  }

  static String job(String model, long seed) {
    return """
        {"model":"%s","seed":%d,"steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}"""
        .formatted(model, seed);
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  /** Asserts that a refusal is a problem document of this kind, and returns it. */
  static JsonNode problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.propertyNames())
        .contains("type", "title", "status", "detail", "instance", "code", "traceId");
    assertThat(problem.get("code").stringValue()).as(response.body()).isEqualTo(code);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertNothingLeaks(response.body());
    return problem;
  }

  /** No refusal holds a server path, a class name, SQL or a stack trace. */
  static void assertNothingLeaks(String body) {
    assertThat(body)
        .doesNotContain("espalier-test", "io.espalier", "java.", "org.springframework", "/tmp")
        .doesNotContain("SELECT", "INSERT", "Exception", "jdbc", "\tat ");
  }

  private HttpResponse<String> checked(
      String method, String path, BodyPublisher body, String... headers) {
    HttpResponse<String> response = exchange(method, path, body, headers);
    document.assertDocumented(method, path.split("\\?")[0], response.statusCode());
    return response;
  }

  private HttpResponse<String> exchange(
      String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All values under one name in a list answer. */
  static List<String> texts(JsonNode list, String name) {
    return list.valueStream().map(item -> item.get(name).stringValue()).toList();
  }
}
