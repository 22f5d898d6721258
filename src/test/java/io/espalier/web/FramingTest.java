package io.espalier.web;

import static io.espalier.web.RawExchange.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
final class FramingTest {
  @LocalServerPort private int port;

  @Test
  void print() {
    show("cl+te", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n");
    show("cl twice", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Length: 5", "Content-Length: 6") + "hello");
    show("cl neg", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Length: -5") + "hello");
    show("cl plus", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Length: +5") + "hello");
    show("cl 2^63", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Length: 9223372036854775808") + "hello");
    show("trace", lines("TRACE /v1/models HTTP/1.1", "Host: x"));
    show("connect", lines("CONNECT /v1/models HTTP/1.1", "Host: x"));
    show("propfind", lines("PROPFIND /v1/models HTTP/1.1", "Host: x"));
    show("nonsense", lines("NONSENSE"));
    show("bad uri", lines("GET /v1/models/<x> HTTP/1.1", "Host: x"));
    show("dots", lines("GET /v1/models/..%2f.. HTTP/1.1", "Host: x"));
    show("null", lines("GET /v1/models/%00 HTTP/1.1", "Host: x"));
    show("semi", lines("GET /v1/models;jsessionid=1 HTTP/1.1", "Host: x"));
    show("//", lines("GET //v1/models HTTP/1.1", "Host: x"));
    show("..", lines("GET /v1/x/../models HTTP/1.1", "Host: x"));
    show("no host", lines("GET /v1/models HTTP/1.1"));
    show("huge header", lines("GET /v1/models HTTP/1.1", "Host: x", "X: " + "a".repeat(65536)));
    show("many headers", "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(10000) + "\r\n");
    show("huge uri", lines("GET /v1/" + "a".repeat(65536) + " HTTP/1.1", "Host: x"));
    show("unknown", lines("GET /v1/nothing HTTP/1.1", "Host: x", "Accept: text/html"));
    show("unknown root", lines("GET / HTTP/1.1", "Host: x"));
    show("swagger", lines("GET /swagger-ui.html HTTP/1.1", "Host: x"));
    show("error", lines("GET /error HTTP/1.1", "Host: x"));
    show("health", lines("GET /actuator/health HTTP/1.1", "Host: x"));
    show("gzip", lines("POST /v1/models HTTP/1.1", "Host: x", "Content-Encoding: gzip", "Content-Length: 0"));
    assertThat(port).isPositive();
  }

  void show(String name, String request) {
    RawExchange e = RawExchange.send(port, request);
    System.out.println("#### " + name + " closed=" + e.closed() + "\n" + e.text().substring(0, Math.min(900, e.text().length())));
  }
}
