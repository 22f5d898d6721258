package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo against a service that answers from a list. */
final class DemoTest {
  private static final String FIGURES =
      """
      {"parameters":2,"macs":2,"flops":4,"bytes":8,"latency":[],
       "accuracy":{"split":"held-out images","samples":1000,"top1":0.9,"top5":1.0}}""";

  private final Map<String, String> answers = new LinkedHashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final HttpServer server;

  DemoTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    answers.put(
        "/v1/models",
        """
        {"id":"mdl_1","name":"net","parameters":2,"macs":2,"groups":{"prunable":3,"frozen":1}}""");
    answers.put("/v1/jobs", "{\"id\":\"job_1\"}");
    answers.put(
        "/v1/jobs/job_1/events",
        """
        retry: 2000

        id: 1
        event: succeeded
        data: {"seq":1,"type":"succeeded","fraction":1.0,"phase":"DONE","message":""}

        """);
    answers.put(
        "/v1/jobs/job_1",
        """
        {"state":"SUCCEEDED","links":{"report":"/v1/jobs/job_1/report"},"artifacts":[]}""");
    answers.put(
        "/v1/jobs/job_1/report", "{\"before\":%s,\"after\":%s}".formatted(FIGURES, FIGURES));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void printsTheTableAndTheAddressLast() {
    List<String> lines = run();

    assertThat(lines.getLast()).isEqualTo("Try it yourself: " + service() + "/swagger-ui.html");
    assertThat(String.join("\n", lines))
        .containsSubsequence(
            "mdl_1", "3 groups", "job_1", "top-1 of 1,000 images", "held-out images", "/report");
  }

  @Test
  void saysWhyAJobFailedAndStillPrintsTheAddressLast() {
    answers.put(
        "/v1/jobs/job_1", "{\"state\":\"FAILED\",\"error\":{\"code\":\"infeasible-plan\"}}");
    List<String> lines = run();

    assertThat(String.join("\n", lines)).contains("FAILED", "infeasible-plan");
    assertThat(lines.getLast()).contains("/swagger-ui.html");
  }

  @Test
  void survivesARefusal() {
    answers.remove("/v1/models");
    List<String> lines = run();

    assertThat(String.join("\n", lines)).contains("did not come to its end", "404");
    assertThat(lines.getLast()).contains("/swagger-ui.html");
  }

  private List<String> run() {
    new Demo(service(), new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private URI service() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "");
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.isEmpty() ? 404 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
