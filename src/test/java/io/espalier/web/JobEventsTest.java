package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static io.espalier.web.GatedRunner.AT_ONCE;
import static io.espalier.web.GatedRunner.GATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code /v1/jobs/{id}/events}, as a stream and as a list. */
@ServerTest
final class JobEventsTest {
  private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)$");
  private static final long SOON_SECONDS = 20;

  private final Api api;
  private final GatedRunner runner;
  private final int port;

  JobEventsTest(@LocalServerPort int port, @Autowired GatedRunner runner) {
    this.api = new Api(port);
    this.runner = runner;
    this.port = port;
  }

  @Test
  void streamsEveryEventToTheLastAndEnds() {
    String id = api.submit(api.upload("stream"), AT_ONCE);
    HttpResponse<String> stream = api.get(path(id), "Accept", "text/event-stream");

    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(ids(stream.body())).isEqualTo(upTo(ids(stream.body()).size()));
    assertThat(stream.body()).contains("event: queued", "event: started");
    assertThat(stream.body().strip()).contains("event: succeeded").endsWith("}");
  }

  @Test
  void tellsAnEventAsSoonAsItHappens() throws InterruptedException {
    String id = api.submit(api.upload("live"), GATED);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    CompletableFuture<Void> end = follow(id, lines);

    awaitLine(lines, "event: progress");
    assertThat(end).isNotDone();
    runner.open(id);
    awaitLine(lines, "event: succeeded");
    assertThat(end).succeedsWithin(Duration.ofSeconds(SOON_SECONDS));
  }

  @Test
  void goesOnAfterTheLastEventTheClientHasSeen() {
    String id = finished("resume");
    List<Long> all = ids(api.get(path(id)).body());

    for (long seen : all.subList(0, all.size() - 1)) {
      HttpResponse<String> rest = api.get(path(id), "Last-Event-ID", Long.toString(seen));
      assertThat(ids(rest.body())).isEqualTo(all.subList((int) seen, all.size()));
    }
  }

  @Test
  void hasNothingMoreForAClientThatSawTheLastEvent() {
    String id = finished("seen");
    int last = ids(api.get(path(id)).body()).size();

    assertThat(api.get(path(id), "Last-Event-ID", Integer.toString(last)).statusCode())
        .isEqualTo(204);
  }

  @Test
  void startsAnewForANumberOfAnotherJob() {
    String id = finished("foreign");

    assertThat(ids(api.get(path(id), "Last-Event-ID", "4711").body())).startsWith(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999"})
  void refusesWhatIsNoEventNumber(String header) {
    problem(api.get(path(finished("bad")), "Last-Event-ID", header), 400, "malformed-request");
  }

  @Test
  void listsTheSameEventsAsJson() {
    String id = finished("list");
    JsonNode list = json(api.get(path(id), "Accept", "application/json"));

    List<Long> numbers =
        list.get("data").valueStream().map(event -> event.get("seq").longValue()).toList();
    assertThat(numbers).isEqualTo(ids(api.get(path(id)).body()));
    assertThat(list.get("hasMore").booleanValue()).isFalse();
    JsonNode rest = json(api.get(path(id) + "?after=1", "Accept", "application/json"));
    assertThat(rest.at("/data/0/seq").longValue()).isEqualTo(2);
  }

  @Test
  void progressNeverFalls() {
    JsonNode events = json(api.get(path(finished("fraction")), "Accept", "application/json"));

    assertThat(events.get("data").valueStream().map(event -> event.get("fraction").doubleValue()))
        .isSorted();
  }

  @Test
  void refusesANegativePlace() {
    problem(
        api.get(path(finished("negative")) + "?after=-1", "Accept", "application/json"),
        422,
        "validation-failed");
  }

  private String finished(String name) {
    String id = api.submit(api.upload(name), AT_ONCE);
    await()
        .until(
            () -> json(api.get("/v1/jobs/" + id)).get("state").stringValue().equals("SUCCEEDED"));
    return id;
  }

  private CompletableFuture<Void> follow(String id, BlockingQueue<String> lines) {
    URI address = URI.create("http://localhost:" + port + path(id));
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofLines())
        .thenAccept(response -> response.body().forEach(lines::add));
  }

  private static void awaitLine(BlockingQueue<String> lines, String expected)
      throws InterruptedException {
    String line = "";
    while (!expected.equals(line)) {
      line = lines.poll(SOON_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("a line before silence, waiting for " + expected).isNotNull();
    }
  }

  private static String path(String id) {
    return "/v1/jobs/" + id + "/events";
  }

  private static List<Long> ids(String stream) {
    return ID.matcher(stream).results().map(MatchResult::group).map(JobEventsTest::number).toList();
  }

  private static long number(String line) {
    return Long.parseLong(line.substring("id: ".length()));
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
