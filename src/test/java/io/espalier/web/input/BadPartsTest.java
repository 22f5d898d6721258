package io.espalier.web.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.format.safetensors.SafetensorsBytes;
import io.espalier.upload.UploadSets;
import io.espalier.web.TemporaryHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of the bad-input table about models of several files: O22, O24, O25 and S24, and good
 * sets beside them. O23 is about links and devices in the place of a part: parts are copied from
 * the body into files of our own making, and no name of a client reaches the file system.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class BadPartsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final byte[] WEIGHT = {0, 0, -128, 63, 0, 0, 0, 64, 0, 0, 64, 64};

  private final String root;
  private final UploadSets sets;

  BadPartsTest(@LocalServerPort int port, @Autowired UploadSets sets) {
    this.root = "http://localhost:" + port;
    this.sets = sets;
  }

  @AfterEach
  void removeSets() {
    sets.ids().forEach(sets::remove);
  }

  @ParameterizedTest(name = "O22 {0}")
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:\\x",
        "\\\\host\\x",
        "file:///x",
        "x%2f..",
        "",
        ".",
        "a\0b",
        "/proc/self/environ"
      })
  void refusesLocationsThatCouldBePaths(String location) {
    assertRefused(
        complete("m", Map.of("m", OnnxRows.external(location), "x", WEIGHT)),
        422,
        "onnx-external-location");
    assertRefused(upload(OnnxRows.external(location)), 422, "onnx-external-location");
  }

  @ParameterizedTest(name = "O24 offset {0}, length {1}")
  @CsvSource({
    "-1,12",
    "0,-1",
    "0,1000000000000",
    "9223372036854775807,12",
    "9223372036854775807,9223372036854775807",
    "1,12",
    "99999999999999999999,12"
  })
  void refusesRangesOutsideOfThePart(String offset, String length) {
    byte[] main = OnnxRows.external("x", "offset", offset, "length", length);

    assertRefused(complete("m", Map.of("m", main, "x", WEIGHT)), 422, "onnx-external-range");
  }

  @Test
  void o24TakesAnUnknownKeyWithAWarning() {
    byte[] main = OnnxRows.external("x", "__class__", "os.system");

    HttpResponse<String> answer = complete("m", Map.of("m", main, "x", WEIGHT));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(json(answer).get("warnings")).isNotEmpty();
  }

  @Test
  void o25NamesThePartThatIsMissingAndTakesItLater() {
    String id = filled(Map.of("m", OnnxRows.external("weights/x.bin")));

    JsonNode refusal = assertRefused(complete(id, "m"), 409, "upload-incomplete");

    assertThat(refusal.toString()).contains("weights/x.bin");
    put(id, "weights/x.bin", WEIGHT);
    HttpResponse<String> answer = complete(id, "m");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(json(answer).get("format").stringValue()).isEqualTo("onnx");
    assertThat(json(answer).get("parts").get(0).get("name").stringValue())
        .isEqualTo("weights/x.bin");
  }

  @Test
  void o25RefusesASingleFileWhosePartsAreElsewhere() {
    assertRefused(upload(OnnxRows.external("x")), 409, "upload-incomplete");
  }

  @Test
  void s24RefusesAnIndexOfShardsThatAreNotThere() {
    assertRefused(complete("i", Map.of("i", index("s1.safetensors"))), 422, "shard-missing");
  }

  @Test
  void s24RefusesAnIndexOfPaths() {
    assertRefused(complete("i", Map.of("i", index("../s1"))), 422, "bad-part-name");
  }

  @Test
  void s24RefusesATensorInTwoShards() {
    byte[] index = "{\"weight_map\":{\"a\":\"s1\",\"b\":\"s2\"}}".getBytes(StandardCharsets.UTF_8);
    byte[] shard = SafetensorsBytes.good();

    assertRefused(
        complete("i", Map.of("i", index, "s1", shard, "s2", shard)), 422, "st-duplicate-name");
  }

  @Test
  void takesAModelInOnePart() {
    HttpResponse<String> answer = complete("m", Map.of("m", OnnxModelBuilder.small().bytes()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static byte[] index(String shard) {
    return "{\"weight_map\":{\"a\":\"%s\"}}".formatted(shard).getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> complete(String main, Map<String, byte[]> parts) {
    return complete(filled(parts), main);
  }

  private String filled(Map<String, byte[]> parts) {
    HttpResponse<String> opened =
        send(
            request("/v1/uploads")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"parts\":[{\"name\":\"%s\"}]}"
                            .formatted(parts.keySet().iterator().next()))));
    String id = json(opened).get("id").stringValue();
    new LinkedHashMap<>(parts).forEach((name, content) -> put(id, name, content));
    return id;
  }

  private void put(String id, String name, byte[] content) {
    HttpResponse<String> answer =
        send(
            request("/v1/uploads/%s/parts/%s".formatted(id, name))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> complete(String id, String main) {
    String body = "{\"main\":\"%s\",\"architecture\":\"resnet20\"}".formatted(main);
    return send(
        request("/v1/uploads/%s:complete".formatted(id))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> upload(byte[] file) {
    return send(
        request("/v1/models")
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file)));
  }

  private static JsonNode assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = json(answer);
    if (!problem.get("code").stringValue().equals(code)) {
      List<String> codes =
          problem.get("errors").valueStream().map(one -> one.get("code").stringValue()).toList();
      assertThat(codes).as(answer.body()).contains(code);
    }
    assertThat(answer.body()).doesNotContain("espalier-test", "io.espalier", "java.", "/tmp");
    return problem;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
