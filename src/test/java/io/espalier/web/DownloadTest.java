package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Ranges and entity tags of stored files; rows H23 and H24. */
@ServerTest
final class DownloadTest {
  private static final String CONTENT = "model 0123456789";

  private final Api api;
  private final String path;
  private final String tag;

  DownloadTest(@LocalServerPort int port) {
    api = new Api(port);
    JsonNode model =
        json(
            api.post(
                "/v1/models?name=ten.onnx", OCTETS, CONTENT.getBytes(StandardCharsets.US_ASCII)));
    path = "/v1/models/" + model.get("id").stringValue() + "/content";
    tag = '"' + model.get("sha256").stringValue() + '"';
  }

  @Test
  void sendsTheWholeFile() {
    HttpResponse<String> response = api.get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(CONTENT);
    assertThat(response.headers().firstValue("ETag")).contains(tag);
    assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(response.headers().firstValue("Repr-Digest").orElse("")).startsWith("sha-256=:");
    assertThat(response.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"ten.onnx\"; filename*=UTF-8''ten.onnx");
  }

  @Test
  void answersHeadWithoutTheContent() {
    HttpResponse<String> response = api.send("HEAD", path, BodyPublishers.noBody());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(CONTENT.length());
  }

  @ParameterizedTest
  @CsvSource({
    "0-4,model",
    "6-,0123456789",
    "-3,789",
    "10-10,4",
    "13-99,789",
    "-99,model 0123456789"
  })
  void sendsOneRange(String range, String expected) {
    HttpResponse<String> response = api.get(path, "Range", "bytes=" + range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(expected);
    assertThat(response.headers().firstValue("Content-Range").orElse("")).endsWith("/16");
  }

  @Test
  void sendsSeveralRangesAsParts() {
    HttpResponse<String> response = api.get(path, "Range", "bytes=0-4, 6-8");

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("multipart/byteranges; boundary=");
    assertThat(response.body())
        .containsSubsequence(
            "Content-Range: bytes 0-4/16",
            "\r\n\r\nmodel\r\n",
            "bytes 6-8/16",
            "\r\n\r\n012\r\n--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=16-", "bytes=99-100", "bytes=-0"})
  void refusesRangesOutsideTheFile(String range) {
    HttpResponse<String> response = api.get(path, "Range", range);

    problem(response, 416, "range-not-satisfiable");
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */16");
  }

  @Test
  void refusesAThousandRanges() {
    String ranges = String.join(",", Collections.nCopies(1000, "0-0"));

    problem(api.get(path, "Range", "bytes=" + ranges), 416, "range-not-satisfiable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines=1-2", "bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "bytes"})
  void ignoresWhatIsNoRange(String range) {
    HttpResponse<String> response = api.get(path, "Range", range);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(CONTENT);
  }

  @Test
  void sendsTheRangeOnlyOfTheContentTheClientHas() {
    assertThat(api.get(path, "Range", "bytes=0-0", "If-Range", tag).statusCode()).isEqualTo(206);
    assertThat(api.get(path, "Range", "bytes=0-0", "If-Range", "\"old\"").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"a\", %s", "*"})
  void answersNotModified(String header) {
    HttpResponse<String> response = api.get(path, "If-None-Match", header.formatted(tag));

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.headers().firstValue("ETag")).contains(tag);
  }

  @Test
  void copesWithManyTagsThatAreOfOtherContent() {
    assertThat(api.get(path, "If-None-Match", "\"\",".repeat(1500)).statusCode()).isEqualTo(200);
  }
}
