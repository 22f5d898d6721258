package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code /v1/datasets}, with nothing between the request and the readers. */
@ServerTest
final class DatasetEndpointsTest {
  private static final String PATH = "/v1/datasets";
  private static final Path DIGITS = Path.of("../shared/fixtures/data/digits28.zip");
  private static final byte[] TABLE = DatasetFiles.text("a,b,label\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n");

  private final Api api;

  DatasetEndpointsTest(@LocalServerPort int port) {
    api = new Api(port);
  }

  @Test
  void saysWhatIsInAZipOfFolders() {
    byte[] zip = DatasetFiles.folders(12, 3, 4);
    HttpResponse<String> response = api.post(PATH + "?name=squares", OCTETS, zip);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    JsonNode dataset = json(response);
    String id = dataset.get("id").stringValue();
    assertThat(id).startsWith("ds_").hasSize(29);
    assertThat(response.headers().firstValue("Location")).contains(PATH + "/" + id);
    assertThat(dataset.get("name").stringValue()).isEqualTo("squares");
    assertThat(dataset.get("format").stringValue()).isEqualTo("image-folders");
    assertThat(dataset.get("task").stringValue()).isEqualTo("classification");
    assertThat(dataset.get("bytes").longValue()).isEqualTo(zip.length);
    assertThat(dataset.get("classes").toString()).isEqualTo("[\"0\",\"1\",\"2\"]");
    assertThat(dataset.get("splits").toString()).isEqualTo("{\"train\":12,\"test\":6}");
    assertThat(dataset.get("classCounts").toString())
        .isEqualTo("{\"train\":[4,4,4],\"test\":[2,2,2]}");
    assertThat(dataset.get("image").toString())
        .isEqualTo("{\"height\":12,\"width\":12,\"channels\":1,\"measured\":12}");
    assertThat(dataset.get("mean")).hasSize(1);
    assertThat(dataset.get("std")).hasSize(1);
    assertThat(dataset.at("/preprocessing/channels").stringValue()).isEqualTo("grey");
    assertThat(json(api.get(PATH + "/" + id))).isEqualTo(dataset);
  }

  @Test
  void saysWhatIsInTheDigits() throws IOException {
    assumeTrue(Files.exists(DIGITS), "The fixtures are not here.");
    HttpResponse<String> response = api.post(PATH, "application/zip", Files.readAllBytes(DIGITS));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(json(response).get("classes")).hasSize(10);
    assertThat(json(response).at("/image/height").intValue()).isEqualTo(28);
  }

  @Test
  void givesBackTheBytesThatWereSent() {
    String id = upload(TABLE, "?name=table.csv");
    HttpResponse<String> content = api.get(PATH + "/" + id + "/content");

    assertThat(content.body()).isEqualTo(new String(TABLE, StandardCharsets.UTF_8));
    assertThat(content.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("table.csv");
  }

  @Test
  void takesWhatIsSaidOfTheFileIntoAccount() {
    String query =
        "?task=regression&seed=7&trainShare=0.5&columns=%s&preprocess=%s"
            .formatted(
                encoded("{\"targets\":[\"b\"]}"), encoded("{\"mean\":[0.5],\"std\":[0.25]}"));
    JsonNode dataset = json(api.get(PATH + "/" + upload(TABLE, query)));

    assertThat(dataset.get("task").stringValue()).isEqualTo("regression");
    assertThat(dataset.get("splits").toString()).isEqualTo("{\"train\":2,\"test\":2}");
    assertThat(dataset.at("/preprocessing/mean").toString()).isEqualTo("[0.5]");
  }

  @Test
  void takesAFormThatHoldsTheFileAlone() {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\n\r\n%s\r\n";
    String file = part.formatted(new String(TABLE, StandardCharsets.UTF_8));
    String field = "--b\r\nContent-Disposition: form-data; name=\"architecture\"\r\n\r\nx\r\n";

    HttpResponse<String> good = form(file + "--b--\r\n");
    assertThat(good.statusCode()).as(good.body()).isEqualTo(201);
    assertThat(json(good).get("name").stringValue()).isEqualTo("t.csv");
    problem(form(field + file + "--b--\r\n"), 400, "malformed-request");
  }

  private HttpResponse<String> form(String body) {
    return api.post(PATH, "multipart/form-data; boundary=b", DatasetFiles.text(body));
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "task=guess|query:task|unknown-value",
        "seed=x|query:seed|wrong-type",
        "trainShare=1|query:trainShare|out-of-range",
        "trainShare=0|query:trainShare|out-of-range",
        "trainShare=NaN|query:trainShare|not-finite",
        "preprocess=[]|query:preprocess|wrong-type",
        "preprocess={\"std\":[0]}|query:preprocess/std/0|out-of-range",
        "preprocess={\"blur\":1}|query:preprocess/blur|unknown-field",
        "columns={\"label\":\"y\"}|query:columns/label|unknown-field",
        "shape=x:1|query:shape|unknown-parameter"
      })
  void refusesAParameterAtItsPlace(String query, String place, String code) {
    String[] pair = query.split("=", 2);
    HttpResponse<String> response =
        api.post(PATH + "?" + pair[0] + "=" + encoded(pair[1]), OCTETS, TABLE);

    JsonNode problem = problem(response, 422, "validation-failed");
    assertThat(problem.at("/errors/0/location").stringValue()).isEqualTo(place);
    if (!place.equals("query:seed")) {
      assertThat(problem.at("/errors/0/code").stringValue()).isEqualTo(code);
    }
  }

  @Test
  void refusesAPreprocessingThatIsNoJson() {
    problem(api.post(PATH + "?preprocess=%7B", OCTETS, TABLE), 400, "malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "application/onnx"})
  void refusesOtherTypesAndNamesThoseItTakes(String type) {
    HttpResponse<String> response = api.post(PATH, type, TABLE);

    problem(response, 415, "unsupported-media-type");
    assertThat(response.headers().firstValue("Accept").orElse("")).contains("application/zip");
  }

  @Test
  void pagesThroughEveryDataSetOnce() {
    List<String> uploaded = List.of(upload(TABLE, ""), upload(TABLE, ""), upload(TABLE, ""));
    List<String> seen = new ArrayList<>();
    String path = PATH + "?limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> page = api.get(path);
      seen.addAll(Api.texts(json(page).get("data"), "id"));
      String link = page.headers().firstValue("Link").orElse("");
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }

    assertThat(seen).doesNotHaveDuplicates().containsAll(uploaded);
    problem(api.get(PATH + "?after=x"), 400, "malformed-request");
  }

  @Test
  void makesOneDataSetOfTwoRequestsWithOneKey() {
    HttpResponse<String> first = keyed("", TABLE);
    HttpResponse<String> second = keyed("", TABLE);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    problem(keyed("?seed=1", TABLE), 422, "idempotency-key-reuse");
  }

  private HttpResponse<String> keyed(String query, byte[] body) {
    return api.post(PATH + query, OCTETS, body, "Idempotency-Key", "dataset-1");
  }

  @Test
  void deletesADataSetAndAnswersForItAsForNobodys() {
    String id = upload(TABLE, "");
    assertThat(api.delete(PATH + "/" + id).statusCode()).isEqualTo(204);

    for (String path : List.of(PATH + "/" + id, PATH + "/" + id + "/content")) {
      problem(api.get(path), 404, "not-found");
    }
    problem(api.delete(PATH + "/" + id), 404, "not-found");
    problem(api.get(PATH + "/mdl_00000000000000000000000000"), 400, "invalid-id");
  }

  @Test
  void keepsADataSetWhileAJobReadsIt() {
    String id = upload(TABLE, "");
    String model = api.upload("reads");
    String document =
        Api.job(model, GatedRunner.GATED).replaceFirst("\\{", "{\"dataset\":\"" + id + "\",");
    HttpResponse<String> job = api.postJson("/v1/jobs", document);
    assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
    String jobId = json(job).get("id").stringValue();

    JsonNode problem = problem(api.delete(PATH + "/" + id), 409, "in-use");
    assertThat(problem.get("detail").stringValue()).contains(jobId);
    api.postJson("/v1/jobs/" + jobId + "/cancel", "");
  }

  @Test
  void listsTheDataSetsOfTheService() {
    JsonNode bundled = json(api.get("/v1/datasets:bundled")).get("data");

    assertThat(Api.texts(bundled, "name")).contains("fashion-mnist-heldout");
    assertThat(bundled.get(0).at("/image/height").intValue()).isEqualTo(28);
    assertThat(bundled.get(0).get("classes")).hasSize(10);
  }

  @Test
  void tellsTheLargestDataSetThatIsTaken() {
    assertThat(json(api.get("/v1/limits")).get("datasetBytes").longValue()).isPositive();
  }

  private String upload(byte[] body, String query) {
    HttpResponse<String> response = api.post(PATH + query, OCTETS, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return json(response).get("id").stringValue();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
