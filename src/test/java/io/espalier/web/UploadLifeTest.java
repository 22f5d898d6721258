package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.problem;
import static io.espalier.web.RawExchange.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.config.EspalierProperties;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Uploads that are cut off, too long, or long; rows H3, H7 and H12. */
@ServerTest
@TestPropertySource(properties = "espalier.max-upload=400MB")
final class UploadLifeTest {
  private static final int LIMIT = 400 << 20;
  private static final int LARGE = 300 << 20;
  private static final int BLOCK = 1 << 16;

  /** What may live on the heap for an upload, whatever its size. */
  private static final long HEAP_BYTES = 24 << 20;

  private final int port;
  private final Path home;

  UploadLifeTest(@LocalServerPort int port, @Autowired EspalierProperties properties) {
    this.port = port;
    this.home = properties.home();
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    await().until(() -> files("staging").findAny().isEmpty());
    assertThat(files("artifacts")).isEmpty();
    assertThat(new Api(port).get("/v1/models").body()).contains("\"data\":[]");
  }

  @Test
  void refusesABodyThatEndsEarly() throws IOException {
    try (Socket socket = connect(100)) {
      socket.getOutputStream().write("model".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @Test
  void forgetsAnUploadWhoseClientIsGone() throws IOException {
    Socket socket = connect(1 << 20);
    socket.getOutputStream().write(new byte[BLOCK]);
    socket.getOutputStream().flush();
    await().until(() -> files("staging").findAny().isPresent());
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void refusesAnAnnouncedLengthBeforeItReads() {
    RawExchange exchange =
        RawExchange.send(port, head("Content-Length: " + (LIMIT + 1), "Connection: close"));

    assertThat(exchange.status()).isEqualTo(413);
    assertThat(exchange.text()).contains("\"code\":\"too-large\"");
  }

  @Test
  void answersExpectContinueWithTheRefusal() {
    RawExchange exchange =
        RawExchange.send(
            port,
            head("Content-Length: " + (LIMIT + 1), "Expect: 100-continue", "Connection: close"));

    assertThat(exchange.text()).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
  }

  @Test
  void invitesABodyItWillTake() {
    RawExchange exchange =
        RawExchange.send(port, head("Content-Length: 5", "Expect: 100-continue") + "hello");

    assertThat(exchange.text()).startsWith("HTTP/1.1 100").contains("HTTP/1.1 422");
  }

  @Test
  void refusesABadChunk() {
    RawExchange exchange = RawExchange.send(port, head("Transfer-Encoding: chunked") + "zz\r\n");

    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.closed()).isTrue();
  }

  @Test
  void keepsALargeUploadOffTheHeap() throws IOException {
    long before = liveHeap();
    try (Socket socket = connect(LARGE)) {
      sendZeros(socket.getOutputStream(), LARGE - BLOCK);
      assertThat(liveHeap() - before).isLessThan(HEAP_BYTES);
      sendZeros(socket.getOutputStream(), BLOCK);
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 422".length());
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 422");
    }
  }

  @Test
  void refusesEveryFaultyUploadOfManyAndStaysWell() {
    Api api = new Api(port);
    for (int i = 0; i < 50; i++) {
      problem(
          api.send(
              "POST",
              "/v1/models",
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1000])),
              "Content-Type",
              OCTETS),
          422,
          "model-invalid");
    }
    assertThat(api.get("/v1/health/ready").statusCode()).isEqualTo(200);
  }

  private Socket connect(int length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(head("Content-Length: " + length).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String head(String... headers) {
    return lines(
        Stream.concat(
                Stream.of("POST /v1/models HTTP/1.1", "Host: x", "Content-Type: " + OCTETS),
                Stream.of(headers))
            .toArray(String[]::new));
  }

  private static void sendZeros(OutputStream output, int bytes) throws IOException {
    byte[] zeros = new byte[BLOCK];
    for (int sent = 0; sent < bytes; sent += BLOCK) {
      output.write(zeros);
    }
    output.flush();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> found = Files.walk(home.resolve(folder))) {
      return found.filter(Files::isRegularFile).toList().stream();
    }
  }
}
