package io.espalier.web.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.web.TemporaryHome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Weights without a network over HTTP, the architecture beside them. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class StateDictUploadTest {
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String root;

  StateDictUploadTest(@LocalServerPort int port) {
    this.root = "http://localhost:" + port + "/v1/models";
  }

  @ParameterizedTest
  @CsvSource({"resnet20-cifar10.pth,pytorch", "resnet20-cifar10-legacy.th,pytorch"})
  void takesTheArchitectureFromTheQuery(String file, String format)
      throws IOException, InterruptedException {
    JsonNode model = model("?architecture=resnet20", "application/octet-stream", fixture(file));

    assertThat(model.get("format").stringValue()).isEqualTo(format);
    assertThat(model.get("architecture").stringValue()).isEqualTo("resnet20");
    assertThat(model.get("groups").get("prunable").intValue()).isPositive();
  }

  @Test
  void takesTheArchitectureFromAFieldOfTheForm() throws IOException, InterruptedException {
    String architecture = "{\"type\":\"vit\",\"heads\":4}";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, "--b\r\nContent-Disposition: form-data; name=\"architecture\"\r\n\r\n");
    write(body, architecture);
    write(body, "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"v.st\"");
    write(body, "\r\n\r\n");
    body.writeBytes(fixture("vit12-fashion.safetensors"));
    write(body, "\r\n--b--\r\n");

    JsonNode model = model("", "multipart/form-data; boundary=b", body.toByteArray());

    assertThat(model.get("format").stringValue()).isEqualTo("safetensors");
    assertThat(model.get("name").stringValue()).isEqualTo("v.st");
    assertThat(model.get("architecture").stringValue()).isEqualTo(architecture);
    assertThat(model.get("parameters").longValue()).isGreaterThan(600_000);
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private JsonNode model(String query, String contentType, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(root + query))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static byte[] fixture(String name) throws IOException {
    Path file = FIXTURES.resolve(name);
    assumeTrue(Files.exists(file), "The model %s is not on this machine.".formatted(name));
    return Files.readAllBytes(file);
  }
}
