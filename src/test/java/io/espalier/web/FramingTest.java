package io.espalier.web;

import static io.espalier.web.RawExchange.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that must not be understood in two ways; rows H3 to H6, H10, H13, H21 and H22. */
@ServerTest
final class FramingTest {
  private static final String POST = "POST /v1/models HTTP/1.1";
  private static final String HOST = "Host: localhost";
  private static final String OCTETS = "Content-Type: application/octet-stream";
  private static final String CLOSE = "Connection: close";

  @LocalServerPort private int port;

  @Test
  void refusesALengthTogetherWithATransferEncoding() {
    RawExchange exchange =
        send(
            lines(POST, HOST, OCTETS, "Content-Length: 5", "Transfer-Encoding: chunked")
                + "0\r\n\r\n");

    assertRefused(exchange, 400);
    assertThat(exchange.text()).contains("both a Content-Length and a Transfer-Encoding");
    assertThat(exchange.closed()).isTrue();
  }

  @Test
  void refusesThemInTheOtherOrderToo() {
    RawExchange exchange =
        send(
            lines(POST, HOST, OCTETS, "Transfer-Encoding: chunked", "Content-Length: 5")
                + "0\r\n\r\n");

    assertRefused(exchange, 400);
    assertThat(exchange.closed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: 9223372036854775808",
        "Content-Length: five"
      })
  void refusesLengthsThatAreNone(String length) {
    RawExchange exchange = send(lines(POST, HOST, OCTETS, length) + "hello");

    assertRefused(exchange, 400);
    assertThat(exchange.closed()).isTrue();
  }

  @Test
  void readsNoMoreThanTheAnnouncedLength() {
    RawExchange exchange =
        send(lines(POST, HOST, OCTETS, "Content-Length: 5") + "modelGARBAGE" + "\r\n\r\n");

    assertThat(exchange.text()).startsWith("HTTP/1.1 201").contains("\"bytes\":5");
    assertThat(exchange.text().substring(12)).contains("HTTP/1.1 400");
    assertThat(exchange.closed()).isTrue();
  }

  @Test
  void refusesACompressedBody() {
    RawExchange exchange =
        send(lines(POST, HOST, OCTETS, CLOSE, "Content-Encoding: gzip", "Content-Length: 0"));

    assertRefused(exchange, 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/..%2f..",
        "/v1/models/%00",
        "/v1/models;jsessionid=1",
        "/v1/models/mdl;a=b/content",
        "//v1/models",
        "/v1//models",
        "/v1/jobs/../models",
        "/v1/./models",
        "/v1/models/%2e%2e/jobs",
        "/v1/models/%252e",
        "/v1/models/a%5cb"
      })
  void refusesPathsThatAreNotPlain(String path) {
    assertRefused(send(lines("GET " + path + " HTTP/1.1", HOST, CLOSE)), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/V1/models", "/v1/Models", "/v1/models/", "/v1/models.", "/v1/models.json"})
  void takesNoOtherSpellingOfAPath(String path) {
    RawExchange exchange = send(lines("GET " + path + " HTTP/1.1", HOST, CLOSE));

    assertThat(exchange.status()).isIn(404, 405);
    assertThat(exchange.text()).contains("application/problem+json");
  }

  static Stream<String> unusualMethods() {
    return Stream.of("TRACE", "CONNECT", "PROPFIND", "PUT", "PATCH");
  }

  @ParameterizedTest
  @MethodSource("unusualMethods")
  void refusesOtherMethodsAndNamesThoseItHas(String method) {
    RawExchange exchange = send(lines(method + " /v1/models HTTP/1.1", HOST, CLOSE));

    assertRefused(exchange, 405);
    assertThat(exchange.text()).contains("\r\nAllow: ");
  }

  @Test
  void ignoresAMethodOverride() {
    RawExchange exchange =
        send(
            lines(
                "POST /v1/models/mdl_00000000000000000000000000 HTTP/1.1",
                HOST,
                CLOSE,
                "X-HTTP-Method-Override: DELETE",
                "Content-Length: 0"));

    assertRefused(exchange, 405);
  }

  @Test
  void refusesHeadersBeyondMeasure() {
    assertRefused(send(lines("GET /v1/models HTTP/1.1", HOST, "X: " + "a".repeat(1 << 16))), 400);
  }

  @Test
  void refusesTenThousandHeaders() {
    String request = "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(10_000) + "\r\n";

    assertRefused(send(request), 400);
  }

  @Test
  void refusesARequestWithoutAHost() {
    assertRefused(send(lines("GET /v1/models HTTP/1.1")), 400);
  }

  @Test
  void closesOnWhatIsNotHttp() {
    RawExchange exchange = send(lines("NONSENSE"));

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.closed()).isTrue();
    assertThat(exchange.text()).doesNotContain("Tomcat", "Exception");
  }

  private RawExchange send(String request) {
    return RawExchange.send(port, request);
  }

  private static void assertRefused(RawExchange exchange, int status) {
    assertThat(exchange.status()).as(exchange.text()).isEqualTo(status);
    assertThat(exchange.text())
        .contains("Content-Type: application/problem+json")
        .doesNotContain("Tomcat", "<html", "Exception");
  }
}
