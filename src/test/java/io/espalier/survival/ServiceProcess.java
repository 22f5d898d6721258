package io.espalier.survival;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.EspalierApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service in a process of its own, and a client of it. */
final class ServiceProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("is ready: (http://localhost:\\d+)/");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Fixed and touched at the start, so that what grows is native memory. */
  private static final String HEAP = "384m";

  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final String root;

  private ServiceProcess(Process process, Path log) throws Exception {
    this.process = process;
    this.log = log;
    this.root = awaitReady();
  }

  /** Returns when the service answers; its settings are given as on a command line. */
  static ServiceProcess start(Path home, String... settings) throws Exception {
    List<String> command = new ArrayList<>(command(home));
    command.addAll(List.of(settings));
    return start(home, command);
  }

  /** As {@link #start}, in an address space of so many bytes. */
  static ServiceProcess startWithin(long bytes, Path home) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -v $0; exec \"$@\""));
    command.add(Long.toString(bytes / 1024));
    command.addAll(command(home));
    return start(home, command);
  }

  private static List<String> command(Path home) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms%s".formatted(HEAP),
        "-Xmx%s".formatted(HEAP),
        "-XX:+AlwaysPreTouch",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        EspalierApplication.class.getName(),
        "--server.port=0",
        "--espalier.rehearse=false",
        "--espalier.worker.threads=1",
        "--espalier.home=" + home);
  }

  private static ServiceProcess start(Path home, List<String> command) throws Exception {
    Path log = Files.createTempFile(home, "log-", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new ServiceProcess(builder.redirectOutput(log.toFile()).start(), log);
  }

  private String awaitReady() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher ready = READY.matcher(log());
      if (ready.find()) {
        return ready.group(1);
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
    process.destroyForcibly();
    throw new AssertionError("The service did not start:\n" + log());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  JsonNode post(String path, String type, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private URI uri(String path) {
    return URI.create(root + path);
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
      return JSON.readTree(response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  String upload(String path, byte[] content) {
    return post(path, "application/octet-stream", content).get("id").stringValue();
  }

  String submit(String document) {
    return post("/v1/jobs", "application/json", document.getBytes(StandardCharsets.UTF_8))
        .get("id")
        .stringValue();
  }

  JsonNode job(String id) {
    return get("/v1/jobs/" + id);
  }

  /** The first thousand. */
  JsonNode events(String id) {
    return send(HttpRequest.newBuilder(uri("/v1/jobs/" + id + "/events"))
            .header("Accept", "application/json")
            .build())
        .get("data");
  }

  /** The job as soon as it is so; fails when it has ended otherwise. */
  JsonNode await(String id, Predicate<JsonNode> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode job = job(id);
    while (!condition.test(job)) {
      String state = job.get("state").stringValue();
      assertThat(List.of("QUEUED", "RUNNING")).as(job.toString()).contains(state);
      assertThat(System.nanoTime()).as(job.toString()).isLessThan(end);
      Thread.sleep(LOOK_AGAIN_MILLIS);
      job = job(id);
    }
    return job;
  }

  JsonNode awaitState(String id, String state) throws Exception {
    return await(id, job -> job.get("state").stringValue().equals(state));
  }

  /** Ends the process as a power cut would. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks the process to end, as an operator does; returns how long that took. */
  Duration terminate() throws InterruptedException {
    long start = System.nanoTime();
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void freeze() throws IOException {
    signal("-STOP");
  }

  void thaw() throws IOException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }

  /** Whether a job runs in this process now. */
  boolean works() {
    return get("/v1/devices").at("/data/0/job").isString();
  }

  /** Memory of the process in RAM, in bytes. */
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      signal("-CONT");
      kill();
    }
  }
}
