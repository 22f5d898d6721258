package io.espalier.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What anybody could do with curl. */
final class DemoClient implements AutoCloseable {
  private static final String DATA = "data: ";

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  DemoClient(URI service) {
    this.service = service;
  }

  /** The model as the service answers it. */
  JsonNode upload(String name, InputStream content) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/models?name=" + name)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(content.readAllBytes()))
            .build();
    return json.readTree(send(request));
  }

  /** The job as the service answers it. */
  JsonNode submit(Object document) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/jobs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(document)))
            .build();
    return json.readTree(send(request));
  }

  /** Hands on every event of the job until its last. */
  void follow(String jobId, Consumer<JsonNode> watcher) throws IOException, InterruptedException {
    HttpRequest request = request("/v1/jobs/" + jobId + "/events").GET().build();
    try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
      lines
          .filter(line -> line.startsWith(DATA))
          .map(line -> json.readTree(line.substring(DATA.length())))
          .forEach(watcher);
    }
  }

  JsonNode job(String jobId) throws IOException, InterruptedException {
    return json.readTree(send(request("/v1/jobs/" + jobId).GET().build()));
  }

  JsonNode report(String jobId) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/jobs/" + jobId + "/report").header("Accept", "application/json").GET().build();
    return json.readTree(send(request));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.resolve(path));
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 400) {
      throw new IOException(
          "%s %s answered %d: %s"
              .formatted(
                  request.method(),
                  request.uri().getPath(),
                  response.statusCode(),
                  new String(response.body(), StandardCharsets.UTF_8)));
    }
    return response.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
