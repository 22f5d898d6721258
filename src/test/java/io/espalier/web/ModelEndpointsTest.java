package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code /v1/models}; rows H1, H2, H11, H20, J13 to J19 and J23. */
@ServerTest
final class ModelEndpointsTest {
  private static final String NOBODY = "mdl_00000000000000000000000000";
  private static final byte[] MODEL = bytes("model of a test");

  private final Api api;

  ModelEndpointsTest(@LocalServerPort int port) {
    api = new Api(port);
  }

  @Test
  void saysWhatAnUploadIsMadeOf() {
    HttpResponse<String> response = api.post("/v1/models?name=net.onnx", OCTETS, MODEL);

    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode model = json(response);
    String id = model.get("id").stringValue();
    assertThat(id).startsWith("mdl_").hasSize(30);
    assertThat(response.headers().firstValue("Location")).contains("/v1/models/" + id);
    assertThat(model.get("name").stringValue()).isEqualTo("net.onnx");
    assertThat(model.get("bytes").longValue()).isEqualTo(MODEL.length);
    assertThat(model.at("/parameters").longValue()).isEqualTo(10);
    assertThat(model.at("/macs").longValue()).isEqualTo(20);
    assertThat(model.at("/flops").longValue()).isEqualTo(40);
    assertThat(model.at("/inputs/0/shape").toString()).isEqualTo("[\"batch\",3]");
    assertThat(model.at("/operators/Gemm").intValue()).isEqualTo(1);
    assertThat(model.at("/groups").toString()).isEqualTo("{\"prunable\":1,\"frozen\":0}");
    assertThat(json(api.get("/v1/models/" + id))).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "application/onnx", "application/x-protobuf"})
  void takesEveryTypeAModelIsSentAs(String type) {
    assertThat(api.post("/v1/models", type, MODEL).statusCode()).isEqualTo(201);
  }

  @Test
  void takesWhatCurlCallsAForm() {
    String form = "application/x-www-form-urlencoded";
    HttpResponse<String> response =
        api.post("/v1/models?name=a", form, bytes("model&name=b&shape=c"));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("name").stringValue()).isEqualTo("a");
    assertThat(json(response).get("bytes").longValue()).isEqualTo(20);
  }

  @Test
  void takesABodyWithoutAType() {
    HttpResponse<String> response =
        api.send("POST", "/v1/models", BodyPublishers.ofByteArray(MODEL));

    assertThat(response.statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/zip", "application/json"})
  void refusesOtherTypesAndNamesThoseItTakes(String type) {
    HttpResponse<String> response = api.post("/v1/models", type, MODEL);

    problem(response, 415, "unsupported-media-type");
    assertThat(response.headers().firstValue("Accept").orElse("")).contains(OCTETS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml"})
  void refusesToAnswerInAnotherForm(String accept) {
    problem(api.get("/v1/models", "Accept", accept), 406, "not-acceptable");
  }

  @Test
  void refusesWhatIsNoModelAndKeepsNothingOfIt() {
    JsonNode problem = problem(api.post("/v1/models", OCTETS, bytes("text")), 422, "model-invalid");

    assertThat(problem.at("/errors/0/location").stringValue()).isEqualTo("model:");
    assertThat(problem.at("/errors/0/code").stringValue()).isEqualTo("not-a-model");
  }

  @Test
  void takesTheNameOfAMultipartFile() {
    HttpResponse<String> response = multipart("file", "net.onnx", "model");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("name").stringValue()).isEqualTo("net.onnx");
    assertThat(json(response).get("bytes").longValue()).isEqualTo(5);
  }

  @Test
  void takesTheNameOfTheContentDisposition() {
    HttpResponse<String> response =
        api.post(
            "/v1/models",
            OCTETS,
            MODEL,
            "Content-Disposition",
            "attachment; filename=\"net.onnx\"");

    assertThat(json(response).get("name").stringValue()).isEqualTo("net.onnx");
  }

  static Stream<String> brokenBodies() {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nmodel\r\n";
    return Stream.of(
        "",
        "--b--\r\n",
        "no boundary at all",
        part,
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nmod",
        part.replace("\"file\"", "\"other\"") + "--b--\r\n",
        part + part + "--b--\r\n",
        part.replace("\r\n\r\n", "\r\nX: " + "y".repeat(5000) + "\r\n\r\n") + "--b--\r\n");
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void refusesABrokenMultipartBody(String body) {
    problem(
        api.post("/v1/models", "multipart/form-data; boundary=b", bytes(body)),
        400,
        "malformed-request");
  }

  @Test
  void refusesAMultipartBodyWithoutABoundary() {
    problem(api.post("/v1/models", "multipart/form-data", MODEL), 400, "malformed-request");
  }

  static Stream<String> strangeNames() {
    return Stream.of(
        "../../etc/passwd",
        "CON",
        "x".repeat(5000),
        "\uD83D\uDE00.onnx",
        "\u202Egnp.onnx",
        "a\r\nSet-Cookie: b=c",
        "\"; x=\"",
        "...",
        "e\u0301.onnx",
        "<img src=x onerror=alert(1)>",
        "${jndi:ldap://x}",
        "%n%n",
        "\u001B[31mred");
  }

  @ParameterizedTest
  @MethodSource("strangeNames")
  void keepsStrangeNamesAsInertText(String name) {
    String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
    JsonNode model = json(api.post("/v1/models?name=" + query, OCTETS, MODEL));
    String kept = model.get("name").stringValue();

    assertThat(kept).isNotBlank().doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}].*");
    assertThat(kept.codePointCount(0, kept.length())).isLessThanOrEqualTo(255);
    HttpResponse<String> download =
        api.get("/v1/models/" + model.get("id").stringValue() + "/content");
    assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
        .matches("attachment; filename=\"[A-Za-z0-9 ._()+-]+\"; filename\\*=UTF-8''[!-~]+");
    assertThat(download.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void refusesANameWithNul() {
    problem(api.post("/v1/models?name=a%00b", OCTETS, MODEL), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/models/",
    "GET,/v1/models/%s/content",
    "GET,/v1/models/%s/graph",
    "GET,/v1/models/%s/groups",
    "DELETE,/v1/models/%s"
  })
  void answersForNobodysModelAsForADeletedOne(String method, String path) {
    String deleted = api.upload("deleted");
    assertThat(api.delete("/v1/models/" + deleted).statusCode()).isEqualTo(204);

    String target = path.contains("%s") ? path : path + "%s";
    HttpResponse<String> nobody = send(method, target.formatted(NOBODY));
    HttpResponse<String> gone = send(method, target.formatted(deleted));
    problem(nobody, 404, "not-found");
    assertThat(withoutTraceId(gone.body(), deleted))
        .isEqualTo(withoutTraceId(nobody.body(), NOBODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "mdl_", "mdl_0000000000000000000000000u", "42", "mdl_%27or%271%27="})
  void refusesMalformedIdentifiers(String id) {
    problem(api.get("/v1/models/" + id), 400, "invalid-id");
  }

  @Test
  void hintsAtTheRightKindOfIdentifier() {
    JsonNode problem =
        problem(api.get("/v1/models/job_00000000000000000000000000"), 400, "invalid-id");

    assertThat(problem.get("detail").stringValue()).contains("job").contains("model");
  }

  @Test
  void givesTheGroups() {
    JsonNode groups = json(api.get("/v1/models/" + api.upload("groups") + "/groups"));

    assertThat(groups.at("/data/0/id").stringValue()).isEqualTo("conv1");
    assertThat(groups.at("/data/0/level").stringValue()).isEqualTo("filter");
    assertThat(groups.at("/data/0/prunable").booleanValue()).isTrue();
  }

  @Test
  void givesTheGraphFusedUnlessAskedOtherwise() {
    String path = "/v1/models/" + api.upload("graph") + "/graph";

    assertThat(json(api.get(path)).at("/fused").booleanValue()).isTrue();
    assertThat(json(api.get(path + "?fused=false")).at("/fused").booleanValue()).isFalse();
    assertThat(api.get(path + "?fused=perhaps").statusCode()).isEqualTo(422);
  }

  @Test
  void pagesThroughEveryModelOnce() {
    List<String> uploaded = IntStream.range(0, 5).mapToObj(i -> api.upload("page" + i)).toList();
    Set<String> seen = new HashSet<>();
    String path = "/v1/models?limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> page = api.get(path);
      List<String> ids = Api.texts(json(page).get("data"), "id");
      assertThat(ids).hasSizeLessThanOrEqualTo(2).noneMatch(seen::contains);
      seen.addAll(ids);
      path = nextPath(page);
    }

    assertThat(seen).containsAll(uploaded);
  }

  private static String nextPath(HttpResponse<String> page) {
    String link = page.headers().firstValue("Link").orElse("");
    boolean more = json(page).get("hasMore").booleanValue();
    assertThat(link.isEmpty()).isEqualTo(!more);
    assertThat(json(page).get("nextCursor").isNull()).isEqualTo(!more);
    return more ? link.substring(1, link.indexOf('>')) : "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1000000000"})
  void takesAnyLimitItCanBringIntoItsRange(String query) {
    assertThat(api.get("/v1/models?" + query).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=-1",
        "limit=x",
        "limit=1e3",
        "limit=99999999999999999999",
        "sort=name",
        "filter=%27or%201=1"
      })
  void refusesParametersThatMakeNoSense(String query) {
    JsonNode problem = problem(api.get("/v1/models?" + query), 422, "validation-failed");

    assertThat(problem.at("/errors/0/location").stringValue()).startsWith("query:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAA", "MTpqb2JfMDA", "%27or%201=1"})
  void refusesCursorsItHasNotGivenOut(String cursor) {
    problem(api.get("/v1/models?after=" + cursor), 400, "malformed-request");
  }

  @Test
  void makesOneModelOfTwoRequestsWithOneKey() {
    HttpResponse<String> first = keyed("upload-1", MODEL);
    HttpResponse<String> second = keyed("upload-1", MODEL);

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    problem(keyed("upload-1", bytes("model other")), 422, "idempotency-key-reuse");
  }

  private HttpResponse<String> keyed(String key, byte[] body) {
    return api.post("/v1/models", OCTETS, body, "Idempotency-Key", key);
  }

  private HttpResponse<String> multipart(String part, String filename, String content) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n%s\r\n--b--\r\n"
            .formatted(part, filename, content);
    return api.post("/v1/models", "multipart/form-data; boundary=b", bytes(body));
  }

  private HttpResponse<String> send(String method, String path) {
    return method.equals("GET") ? api.get(path) : api.delete(path);
  }

  private static String withoutTraceId(String body, String id) {
    return body.replaceAll("\"traceId\":\"[0-9a-f]+\"", "").replace(id, "ID");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
