package io.espalier.web.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.config.EspalierProperties;
import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.format.safetensors.SafetensorsBytes;
import io.espalier.web.TemporaryHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each row of the bad-input table for safetensors (S), ONNX (O), pickles and archives (P) and data
 * sets (D), sent to the service as a client sends it: status and code, and nothing is left behind.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class BadInputTest {
  /** What a row may leave on the heap; classes and caches grow in the first ones. */
  private static final long HEAP_BYTES = 16 << 20;

  private static final List<String> TABLES =
      List.of(
          "model", "model_part", "dataset", "upload_set", "upload_part", "idempotency_key", "job");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int port;
  private final Path home;
  private final JdbcClient jdbc;
  private Set<String> filesBefore = Set.of();
  private List<Long> rowsBefore = List.of();

  BadInputTest(
      @LocalServerPort int port,
      @Autowired EspalierProperties properties,
      @Autowired JdbcClient jdbc) {
    this.port = port;
    this.home = properties.home();
    this.jdbc = jdbc;
  }

  @BeforeEach
  void rememberWhatIsThere() {
    filesBefore = files();
    rowsBefore = rows();
  }

  @AfterEach
  void nothingWasStored() {
    assertThat(files()).isEqualTo(filesBefore);
    assertThat(rows()).isEqualTo(rowsBefore);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("io.espalier.format.safetensors.HostileSafetensorsTest#refused")
  void refusesSafetensors(String row, String code, byte[] file) {
    assertRefused(upload(file, "resnet20"), 422, code);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("io.espalier.format.pytorch.HostilePickleTest#refused")
  void refusesPickles(String row, String code, byte[] pickle) {
    assertRefused(upload(PickleArchive.of(pickle), "resnet20"), 422, code);
  }

  @ParameterizedTest(name = "P6 {0}")
  @MethodSource("io.espalier.format.pytorch.HostilePickleTest#foreign")
  void refusesForeignFormats(String row, byte[] file) {
    if (!row.equals("P6 safetensors")) {
      assertRefused(upload(file, ""), 415, "unsupported-format");
    }
  }

  @ParameterizedTest(name = "P15 {0}")
  @MethodSource("io.espalier.format.pytorch.HostilePickleTest#views")
  void refusesViews(String row, byte[] pickle) {
    assertRefused(upload(PickleArchive.of(pickle), "resnet20"), 422, "tensor-view-range");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("io.espalier.format.pytorch.HostileArchiveTest#refused")
  void refusesArchives(String row, String code, byte[] file) {
    if (row.equals("P11 junk first")) {
      assertThat(upload(file, "resnet20").statusCode()).isEqualTo(422);
    } else {
      assertRefused(upload(file, "resnet20"), 422, code);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("io.espalier.format.pytorch.HostileArchiveTest#streams")
  void refusesStreams(String row, String code, byte[] file) {
    assertRefused(upload(file, "resnet20"), 422, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.espalier.web.input.OnnxRows#refused")
  void refusesOnnx(String row, String code, byte[] file) {
    assertRefused(upload(file, ""), 422, code);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("io.espalier.web.input.DatasetRows#refused")
  void refusesDataSets(String row, String code, byte[] file) {
    assertRefused(post("/v1/datasets", file), 422, code);
  }

  @Test
  void listsTheFirstTwentyOffendersOfATableWithTheirLines() {
    StringBuilder table = new StringBuilder("a,label\n");
    for (int line = 2; line < 1002; line++) {
      table.append("1,-1\n");
    }
    byte[] file = table.toString().getBytes(StandardCharsets.UTF_8);
    JsonNode problem = assertRefused(post("/v1/datasets", file), 422, "dataset-label-range");
    assertThat(problem.get("errors")).hasSize(21);
    for (int i = 0; i < 20; i++) {
      assertThat(problem.at("/errors/%d/location".formatted(i)).stringValue())
          .isEqualTo("dataset:line " + (i + 2));
    }
    assertThat(problem.at("/errors/20/code").stringValue()).isEqualTo("more-problems");
  }

  @Test
  void o3RefusesEveryPrefixOfAGoodModelOrTakesIt() {
    byte[] good = OnnxModelBuilder.small().bytes();
    for (int length = 0; length < good.length; length++) {
      HttpResponse<String> answer = upload(Arrays.copyOf(good, length), "");
      assertThat(answer.statusCode()).as("%d", length).isIn(201, 422);
      forget(answer);
    }
  }

  @Test
  void o4AnswersEveryFlippedBitWithoutAFault() {
    byte[] good = OnnxModelBuilder.small().bytes();
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      HttpResponse<String> answer = upload(flipped, "");
      assertThat(answer.statusCode()).as("%d: %s", bit, answer.body()).isIn(201, 422, 409, 415);
      forget(answer);
    }
  }

  @Test
  void refusesOneFileManyTimesWithoutGrowing() {
    byte[] bad = OnnxModelBuilder.small().bytes();
    bad[0] = 0x7f;
    upload(bad, "");
    long before = liveHeap();
    for (int i = 0; i < 200; i++) {
      upload(bad, "");
    }
    assertThat(liveHeap() - before).isLessThan(HEAP_BYTES);
  }

  @Test
  void takesAGoodModelAfterAllThat() {
    HttpResponse<String> answer = upload(OnnxModelBuilder.small().bytes(), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    forget(answer);
  }

  @Test
  void refusesWeightsWithoutAnArchitectureAndNamesThoseThereAre() {
    JsonNode problem =
        assertRefused(upload(SafetensorsBytes.good(), ""), 422, "architecture-missing");
    assertThat(problem.get("detail").stringValue()).contains("resnet20").contains("vit");
  }

  @Test
  void refusesAnArchitectureThatIsNotKnown() {
    HttpResponse<String> answer = upload(SafetensorsBytes.good(), "resnet21");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("validation-failed");
  }

  /** Removes a model that was taken, with its file, which the janitor would remove later. */
  private void forget(HttpResponse<String> answer) {
    if (answer.statusCode() == 201) {
      JsonNode model = JSON.readTree(answer.body());
      send(request("/v1/models/" + model.get("id").stringValue()).DELETE());
      String sha256 = model.get("sha256").stringValue();
      Path file = home.resolve("artifacts").resolve(sha256.substring(0, 2)).resolve(sha256);
      if (!filesBefore.contains(file.toString())) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    if (!problem.get("code").stringValue().equals(code)) {
      assertThat(problem.get("errors").valueStream().map(one -> one.get("code").stringValue()))
          .as(answer.body())
          .contains(code);
    }
    assertThat(answer.body())
        .doesNotContain("espalier-test", "io.espalier", "java.", "/tmp", "Exception", "\tat ");
    return problem;
  }

  private HttpResponse<String> upload(byte[] file, String architecture) {
    String query =
        architecture.isEmpty()
            ? ""
            : "?architecture=" + URLEncoder.encode(architecture, StandardCharsets.UTF_8);
    return post("/v1/models" + query, file);
  }

  private HttpResponse<String> post(String path, byte[] file) {
    return send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> files() {
    Set<String> found = new TreeSet<>();
    for (String folder : List.of("artifacts", "staging")) {
      try (Stream<Path> all = Files.walk(home.resolve(folder))) {
        all.filter(Files::isRegularFile).map(Path::toString).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private List<Long> rows() {
    return TABLES.stream()
        .map(table -> jdbc.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single())
        .toList();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
