package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.upload.UploadService;
import io.espalier.upload.UploadSets;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Models of several files, from the first request to the model. */
@ServerTest
final class UploadSetTest {
  private static final String SHA256_OF_DATA =
      "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7";

  private final Api api;
  private final UploadSets sets;
  private final UploadService uploads;
  private String id = "";

  UploadSetTest(
      @LocalServerPort int port, @Autowired UploadSets sets, @Autowired UploadService uploads) {
    this.api = new Api(port);
    this.sets = sets;
    this.uploads = uploads;
  }

  @BeforeEach
  void openASet() {
    id = open("{\"parts\":[{\"name\":\"a.onnx\"},{\"name\":\"data/b.bin\",\"bytes\":4}]}");
  }

  @AfterEach
  void removeSets() {
    sets.ids().forEach(sets::remove);
  }

  private String open(String body) {
    HttpResponse<String> answer = api.postJson("/v1/uploads", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String made = json(answer).get("id").stringValue();
    assertThat(answer.headers().firstValue("Location")).contains("/v1/uploads/" + made);
    return made;
  }

  private HttpResponse<String> put(String name, String content) {
    return api.send(
        "PUT",
        "/v1/uploads/%s/parts/%s".formatted(id, name),
        BodyPublishers.ofString(content, StandardCharsets.UTF_8),
        "Content-Type",
        OCTETS);
  }

  private HttpResponse<String> complete(String body, String... headers) {
    return api.postJson("/v1/uploads/%s:complete".formatted(id), body, headers);
  }

  @Test
  void makesAModelOfItsParts() {
    assertThat(put("a.onnx", "model a").statusCode()).isEqualTo(200);
    JsonNode set = json(put("data/b.bin", "data"));
    assertThat(set.get("state").stringValue()).isEqualTo("OPEN");
    assertThat(set.get("parts").valueStream().map(part -> part.get("received").booleanValue()))
        .containsOnly(true);
    assertThat(set.get("parts").get(1).get("sha256").stringValue()).isEqualTo(SHA256_OF_DATA);

    HttpResponse<String> answer = complete("{\"main\":\"a.onnx\",\"architecture\":{\"x\":1}}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode model = json(answer);
    assertThat(model.get("name").stringValue()).isEqualTo("a.onnx");
    assertThat(model.get("bytes").intValue()).isEqualTo(11);
    assertThat(model.get("architecture").stringValue()).isEqualTo("{\"x\":1}");
    assertThat(model.get("parts").get(0).get("name").stringValue()).isEqualTo("data/b.bin");
    String self = "/v1/models/" + model.get("id").stringValue();
    assertThat(answer.headers().firstValue("Location")).contains(self);
    assertThat(json(api.get(self))).isEqualTo(model);
    assertThat(api.get(self + "/content").body()).isEqualTo("model a");
    HttpResponse<String> part = api.get(self + "/content?part=data/b.bin");
    assertThat(part.body()).isEqualTo("data");
    assertThat(part.headers().firstValue("ETag")).contains("\"" + SHA256_OF_DATA + "\"");
    problem(api.get(self + "/content?part=none"), 404, "not-found");
    assertThat(json(api.get("/v1/uploads/" + id)).get("model")).isEqualTo(model.get("id"));
    assertThat(api.delete(self).statusCode()).isEqualTo(204);
  }

  @Test
  void namesWhatIsMissingAndStaysOpen() {
    put("a.onnx", "model a");

    JsonNode refusal = problem(complete("{\"main\":\"a.onnx\"}"), 409, "upload-incomplete");

    assertThat(refusal.get("errors").get(0).get("location").stringValue())
        .isEqualTo("part:data/b.bin");
    put("data/b.bin", "data");
    assertThat(complete("{\"main\":\"a.onnx\"}").statusCode()).isEqualTo(201);
  }

  @Test
  void staysOpenWhenTheModelIsRefused() {
    put("a.onnx", "something else");
    put("data/b.bin", "data");
    problem(complete("{\"main\":\"a.onnx\"}"), 422, "model-invalid");

    put("a.onnx", "model a");
    assertThat(complete("{\"main\":\"a.onnx\"}").statusCode()).isEqualTo(201);
  }

  @Test
  void givesTheSameModelForTheSameRequest() {
    put("a.onnx", "model a");
    put("data/b.bin", "data");
    HttpResponse<String> first = complete("{\"main\":\"a.onnx\"}", "Idempotency-Key", "k1");
    HttpResponse<String> second = complete("{\"main\":\"a.onnx\"}", "Idempotency-Key", "k1");

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    problem(complete("{\"main\":\"a.onnx\",\"name\":\"n\"}"), 409, "upload-completed");
    problem(put("a.onnx", "model b"), 409, "upload-completed");
  }

  @Test
  void takesPartsThatWereNotAnnouncedAndReplacesThoseThatWere() {
    put("a.onnx", "model a");
    put("a.onnx", "model b");
    put("more.bin", "more");

    JsonNode set = json(put("data/b.bin", "data"));

    assertThat(Api.texts(set.get("parts"), "name"))
        .containsExactly("a.onnx", "data/b.bin", "more.bin");
    assertThat(set.get("parts").get(0).get("bytes").intValue()).isEqualTo(7);
  }

  @Test
  void comparesWithWhatWasAnnounced() {
    problem(put("data/b.bin", "long data"), 422, "digest-mismatch");
    id = open("{\"parts\":[{\"name\":\"d\",\"sha256\":\"%s\"}]}".formatted(SHA256_OF_DATA));
    problem(put("d", "other"), 422, "digest-mismatch");
    assertThat(put("d", "data").statusCode()).isEqualTo(200);
  }

  @Test
  void needsNoMainWhereThereIsOnePart() {
    id = open("{\"parts\":[{\"name\":\"one\"}]}");
    put("one", "model one");

    assertThat(complete("{}").statusCode()).isEqualTo(201);
  }

  @Test
  void refusesAMainThatIsNoPart() {
    put("a.onnx", "model a");
    put("data/b.bin", "data");

    problem(complete("{\"main\":\"c.onnx\"}"), 422, "validation-failed");
    problem(complete("{}"), 422, "validation-failed");
  }

  static Stream<String> badNames() {
    return Stream.of(
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:\\x",
        "\\\\host\\x",
        "file:///x",
        "x%2f..",
        "",
        ".",
        "..",
        "a\\u0000b",
        "/proc/self/environ",
        "a//b",
        "a\\u202eb",
        "x".repeat(256));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void refusesNamesThatCouldBePaths(String name) {
    String escaped = name.replace("\\", "\\\\").replace("\\\\u", "\\u");
    JsonNode refusal =
        problem(
            api.postJson("/v1/uploads", "{\"parts\":[{\"name\":\"%s\"}]}".formatted(escaped)),
            422,
            "validation-failed");
    assertThat(refusal.get("errors").get(0).get("code").stringValue()).isEqualTo("bad-part-name");
  }

  @Test
  void refusesABadNameInThePath() {
    problem(put("a:b", "x"), 422, "validation-failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"parts\":[]}",
        "{\"parts\":[{}]}",
        "{\"parts\":[{\"name\":\"a\"},{\"name\":\"a\"}]}",
        "{\"parts\":[{\"name\":\"a\",\"bytes\":-1}]}",
        "{\"parts\":[{\"name\":\"a\",\"bytes\":99999999999999}]}",
        "{\"parts\":[{\"name\":\"a\",\"bytes\":9223372036854775807},"
            + "{\"name\":\"b\",\"bytes\":9223372036854775807}]}",
        "{\"parts\":[{\"name\":\"a\",\"sha256\":\"zz\"}]}",
        "{\"parts\":[{\"name\":\"a\"}],\"owner\":\"me\"}"
      })
  void refusesDocumentsThatAreNotAsDescribed(String body) {
    problem(api.postJson("/v1/uploads", body), 422, "validation-failed");
  }

  @Test
  void limitsHowManySetsAreOpen() {
    while (sets.ids().size() < uploads.limits().openSets()) {
      open("{\"parts\":[{\"name\":\"a\"}]}");
    }
    HttpResponse<String> answer = api.postJson("/v1/uploads", "{\"parts\":[{\"name\":\"a\"}]}");

    problem(answer, 429, "quota-exceeded");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void forgetsADeletedSet() {
    assertThat(api.delete("/v1/uploads/" + id).statusCode()).isEqualTo(204);

    problem(api.get("/v1/uploads/" + id), 404, "not-found");
    problem(put("a.onnx", "model a"), 404, "not-found");
    problem(complete("{}"), 404, "not-found");
    problem(api.delete("/v1/uploads/" + id), 404, "not-found");
    problem(api.get("/v1/uploads/mdl_1"), 400, "invalid-id");
  }

  @Test
  void tellsItsLimits() {
    JsonNode limits = json(api.get("/v1/limits"));

    assertThat(limits.get("uploadSetBytes").longValue()).isEqualTo(uploads.limits().bytes());
    assertThat(limits.get("openUploadSets").intValue()).isEqualTo(uploads.limits().openSets());
  }
}
