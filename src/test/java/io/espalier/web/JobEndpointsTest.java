package io.espalier.web;

import static io.espalier.web.Api.job;
import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static io.espalier.web.GatedRunner.AT_ONCE;
import static io.espalier.web.GatedRunner.FAILING;
import static io.espalier.web.GatedRunner.GATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code /v1/jobs}; rows J1 to J6, J14, J15, J17, J19, J20 and J21. */
@ServerTest
final class JobEndpointsTest {
  private static final String NOBODY = "mdl_00000000000000000000000000";

  private final Api api;
  private final GatedRunner runner;
  private final int port;
  private String gated = "";

  JobEndpointsTest(@LocalServerPort int port, @Autowired GatedRunner runner) {
    this.api = new Api(port);
    this.runner = runner;
    this.port = port;
  }

  @AfterEach
  void openTheGate() {
    if (!gated.isEmpty()) {
      runner.open(gated);
      awaitState(gated, "SUCCEEDED", "CANCELLED");
    }
  }

  @Test
  void acceptsAJobAndSaysWhereItIs() {
    String model = api.upload("accepted");
    HttpResponse<String> response = api.postJson("/v1/jobs", job(model, AT_ONCE));

    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode job = json(response);
    String id = job.get("id").stringValue();
    assertThat(response.headers().firstValue("Location")).contains("/v1/jobs/" + id);
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
    assertThat(job.get("state").stringValue()).isEqualTo("QUEUED");
    assertThat(job.get("model").stringValue()).isEqualTo(model);
    assertThat(job.at("/request/steps/0/minChannels").isMissingNode()).isFalse();
    assertThat(job.get("error").isNull()).isTrue();
    assertThat(job.get("artifacts")).isEmpty();
    assertThat(job.at("/links/events").stringValue()).isEqualTo("/v1/jobs/" + id + "/events");
    awaitState(id, "SUCCEEDED");
  }

  @Test
  void showsTheFilesOfAJobThatSucceeded() {
    String id = api.submit(api.upload("succeeds"), AT_ONCE);
    JsonNode artifact = awaitState(id, "SUCCEEDED").at("/artifacts/0");

    assertThat(artifact.get("name").stringValue()).isEqualTo("model.onnx");
    assertThat(artifact.get("bytes").longValue()).isEqualTo(GatedRunner.RESULT.length);
    assertThat(artifact.get("sha256").stringValue()).hasSize(64);
    HttpResponse<String> file = api.get(artifact.get("href").stringValue());
    assertThat(file.body()).isEqualTo(new String(GatedRunner.RESULT));
  }

  @Test
  void showsWhyAJobFailed() {
    String id = api.submit(api.upload("fails"), FAILING);
    JsonNode error = awaitState(id, "FAILED").get("error");

    assertThat(error.get("code").stringValue()).isEqualTo("infeasible-plan");
    assertThat(error.get("detail").stringValue()).isEqualTo("Nothing can be cut.");
    problem(api.get("/v1/jobs/" + id + "/report"), 404, "not-found");
  }

  @Test
  void plansWithoutStoringAnything() {
    String model = api.upload("validate");
    String before = api.get("/v1/jobs").body();
    HttpResponse<String> response = api.postJson("/v1/jobs:validate", job(model, AT_ONCE));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/after/macs").longValue()).isEqualTo(10);
    assertThat(api.get("/v1/jobs").body()).isEqualTo(before);
  }

  static Stream<String> malformed() {
    return Stream.of("", " ", "{", "\uFEFF{}", "{}{}", "{'a':1}", "[".repeat(100_000), "nul");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsNotJson(String body) {
    problem(api.postJson("/v1/jobs", body), 400, "malformed-json");
  }

  @Test
  void saysWhereTheJsonBreaks() {
    JsonNode problem =
        problem(api.postJson("/v1/jobs", "{\n  \"model\" 1}"), 400, "malformed-json");

    assertThat(problem.get("detail").stringValue()).contains("line 2");
  }

  @Test
  void refusesUtf16() {
    byte[] body = "{\"model\":\"x\"}".getBytes(StandardCharsets.UTF_16);

    problem(api.post("/v1/jobs", "application/json", body), 400, "malformed-json");
  }

  @Test
  void refusesADocumentBeyondTheLimit() {
    String body = "{\"model\":\"" + "x".repeat(1 << 20) + "\"}";

    problem(api.postJson("/v1/jobs", body), 413, "too-large");
  }

  @Test
  void refusesAKeyThatOccursTwice() {
    String body = "{\"model\":\"%s\",\"model\":\"%s\"}".formatted(NOBODY, NOBODY);

    problem(api.postJson("/v1/jobs", body), 400, "duplicate-key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"ID\",\"steps\":[],\"isAdmin\":true}|/isAdmin|unknown-field",
        "{\"model\":\"ID\",\"steps\":[{\"type\":\"prunning\"}]}|/steps/0/type|unknown-type",
        "{\"model\":\"ID\",\"steps\":[{\"type\":\"prune\",\"criterion\":\"l1\","
            + "\"target\":{\"macs\":1.0}}]}|/steps/0/target/macs|out-of-range",
        "{\"model\":\"ID\",\"steps\":[{\"type\":\"prune\",\"criterion\":\"l1\","
            + "\"target\":{\"macs\":-1}}]}|/steps/0/target/macs|out-of-range",
        "{\"model\":\"ID\",\"steps\":[{\"type\":\"prune\",\"criterion\":\"l1\","
            + "\"target\":{\"macs\":NaN}}]}|/steps/0/target/macs|not-finite",
        "{\"model\":\"ID\",\"steps\":[{\"type\":\"prune\",\"criterion\":\"l1\","
            + "\"target\":{\"macs\":\"0.5\"}}]}|/steps/0/target/macs|wrong-type",
        "{\"steps\":[]}|/model|missing"
      })
  void refusesAFaultyDocumentAndPointsAtTheFault(String body, String pointer, String code) {
    JsonNode problem =
        problem(api.postJson("/v1/jobs", body.replace("ID", NOBODY)), 422, "validation-failed");

    assertThat(problem.get("errors").valueStream())
        .anyMatch(
            error ->
                error.path("pointer").asString("").equals(pointer)
                    && error.get("code").stringValue().equals(code));
  }

  @Test
  void refusesAModelOfTheWrongKindOrOfNobody() {
    JsonNode wrong =
        problem(
            api.postJson("/v1/jobs", job("job_00000000000000000000000000", 0)), 400, "invalid-id");
    problem(api.postJson("/v1/jobs", job(NOBODY, 0)), 404, "not-found");
    problem(api.postJson("/v1/jobs:validate", job(NOBODY, 0)), 404, "not-found");

    assertThat(wrong.at("/errors/0/pointer").stringValue()).isEqualTo("/model");
  }

  @Test
  void refusesABodyThatIsNotCalledJson() {
    HttpResponse<String> response = api.post("/v1/jobs", "text/plain", "{}".getBytes());

    problem(response, 415, "unsupported-media-type");
    assertThat(response.headers().firstValue("Accept")).contains("application/json");
  }

  @Test
  void makesOneJobOfManyParallelRequestsWithOneKey() throws Exception {
    String body = job(api.upload("parallel"), AT_ONCE);
    Callable<HttpResponse<String>> request =
        () -> api.postJson("/v1/jobs", body, "Idempotency-Key", "parallel-" + body.hashCode());
    List<HttpResponse<String>> responses = inParallel(30, request);

    assertThat(responses).allMatch(response -> response.statusCode() == 202);
    assertThat(responses.stream().map(HttpResponse::body).distinct()).hasSize(1);
    assertThat(
            responses.stream().filter(r -> r.headers().firstValue("Idempotent-Replayed").isEmpty()))
        .hasSize(1);
  }

  private static <T> List<T> inParallel(int count, Callable<T> task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> tasks = IntStream.range(0, count).mapToObj(_ -> task).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherDocument() {
    String model = api.upload("reuse");
    String key = "reuse-" + model;

    assertThat(keyed(key, job(model, AT_ONCE)).statusCode()).isEqualTo(202);
    problem(keyed(key, job(model, 77)), 422, "idempotency-key-reuse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "   "})
  void refusesAnEmptyKey(String key) {
    problem(keyed(key, job(NOBODY, 0)), 400, "malformed-request");
  }

  @Test
  void refusesAKeyThatIsNotAscii() {
    RawExchange exchange =
        RawExchange.send(
            port,
            RawExchange.lines(
                    "POST /v1/jobs HTTP/1.1",
                    "Host: x",
                    "Connection: close",
                    "Content-Type: application/json",
                    "Idempotency-Key: k\u00e9y",
                    "Content-Length: 2")
                + "{}");

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.text()).contains("header:Idempotency-Key");
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    problem(keyed("k".repeat(5000), job(NOBODY, 0)), 400, "malformed-request");
  }

  private HttpResponse<String> keyed(String key, String body) {
    return api.postJson("/v1/jobs", body, "Idempotency-Key", key);
  }

  @Test
  void answersNotModifiedUntilTheJobChanges() {
    String id = startGated("etag");
    String tag = awaitProgress(id).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = api.get("/v1/jobs/" + id, "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    runner.open(id);
    awaitState(id, "SUCCEEDED");
    HttpResponse<String> changed = api.get("/v1/jobs/" + id, "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void cancelsAJobThatRuns() {
    String id = startGated("cancel");
    awaitState(id, "RUNNING");

    assertThat(cancel(id).statusCode()).isEqualTo(202);
    awaitState(id, "CANCELLED");
    assertThat(cancel(id).statusCode()).isEqualTo(200);
    assertThat(json(api.get("/v1/jobs/" + id)).get("artifacts")).isEmpty();
  }

  @Test
  void refusesToCancelAJobThatHasEnded() {
    String id = api.submit(api.upload("ended"), AT_ONCE);
    awaitState(id, "SUCCEEDED");

    problem(cancel(id), 409, "already-terminal");
  }

  @Test
  void refusesResultsThatAreNotReady() {
    String id = startGated("report");

    problem(api.get("/v1/jobs/" + id + "/report"), 409, "not-ready");
    problem(api.get("/v1/jobs/" + id + "/artifacts/model.onnx"), 409, "not-ready");
  }

  @Test
  void keepsAModelThatAJobUses() {
    String model = api.upload("in-use");
    gated = api.submit(model, GATED);

    JsonNode problem = problem(api.delete("/v1/models/" + model), 409, "in-use");
    assertThat(problem.toString()).contains(gated);
    runner.open(gated);
    awaitState(gated, "SUCCEEDED");
    assertThat(api.delete("/v1/models/" + model).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events", "/report", "/artifacts/model.onnx"})
  void knowsNobodysJob(String rest) {
    problem(api.get("/v1/jobs/job_00000000000000000000000000" + rest), 404, "not-found");
    problem(api.get("/v1/jobs/x" + rest), 400, "invalid-id");
    problem(api.get("/v1/jobs/" + NOBODY + rest), 400, "invalid-id");
  }

  @Test
  void knowsNoOtherFileOfAJob() {
    String id = api.submit(api.upload("files"), AT_ONCE);
    awaitState(id, "SUCCEEDED");

    problem(api.get("/v1/jobs/" + id + "/artifacts/other.onnx"), 404, "not-found");
  }

  @Test
  void givesTheReportToProgramsAndToPeople() {
    String id = api.submit(api.upload("compared"), AT_ONCE);
    awaitState(id, "SUCCEEDED");
    String path = "/v1/jobs/" + id + "/report";

    HttpResponse<String> document = api.get(path);
    assertThat(document.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(document).has("before")).isTrue();
    HttpResponse<String> page =
        api.get(path, "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("script-src");
    assertThat(page.body()).startsWithIgnoringCase("<!doctype html>").doesNotContain("<script");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(api.get(path, "Accept", "text/html", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(api.get(path, "If-None-Match", tag).statusCode()).isEqualTo(200);
    problem(api.get(path, "Accept", "application/xml"), 406, "not-acceptable");
  }

  @Test
  void listsJobs() {
    String id = api.submit(api.upload("listed"), AT_ONCE);

    assertThat(Api.texts(json(api.get("/v1/jobs?limit=100")).get("data"), "id")).contains(id);
  }

  private String startGated(String name) {
    gated = api.submit(api.upload(name), GATED);
    return gated;
  }

  private HttpResponse<String> cancel(String id) {
    return api.postJson("/v1/jobs/" + id + "/cancel", "");
  }

  private HttpResponse<String> awaitProgress(String id) {
    return await()
        .until(
            () -> api.get("/v1/jobs/" + id),
            response -> json(response).at("/progress/fraction").doubleValue() > 0);
  }

  private JsonNode awaitState(String id, String... states) {
    return await()
        .until(
            () -> json(api.get("/v1/jobs/" + id)),
            job -> List.of(states).contains(job.get("state").stringValue()));
  }
}
