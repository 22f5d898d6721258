package io.espalier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.FileArtifactStore;
import io.espalier.format.ModelFiles;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.intake.ImportOptions;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelServiceTest {
  private static final long LIMIT = 100;

  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private final InMemoryModelCatalog catalog = new InMemoryModelCatalog();
  private final List<String> busy = new ArrayList<>();
  private ArtifactStore store;
  private ModelService service;

  @BeforeEach
  void openService() {
    store = FileArtifactStore.open(home, clock, new Random(2));
    service =
        new ModelService(store, ModelServiceTest::analyze, catalog, id -> busy, ids, clock, LIMIT);
  }

  /** Accepts every file that begins with "good". */
  private static ModelAnalysis analyze(
      ModelFiles files, ImportOptions options, DeclaredShapes shapes) {
    try {
      if (!Files.readString(files.main()).startsWith("good")) {
        throw new EspalierException(ErrorCode.MODEL_INVALID, "The file is no model.");
      }
      return new ModelAnalysis("text", Models.SUMMARY);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Accepted<Model> upload(String text, IdempotencyKey key) {
    return service.upload(
        new ModelRequest("name"),
        key,
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void keepsAGoodModel() {
    Model model = upload("good", IdempotencyKey.NONE).resource();

    assertThat(service.find(model.id())).isEqualTo(model);
    assertThat(model.format()).isEqualTo("text");
    assertThat(store.verifiedPath(model.content().main().sha256())).hasContent("good");
  }

  @Test
  void leavesStoreAndCatalogAsTheyWereWhenTheModelIsRefused() throws IOException {
    assertRefused(() -> upload("bad", IdempotencyKey.NONE), ErrorCode.MODEL_INVALID);
    assertRefused(() -> upload("good".repeat(50), IdempotencyKey.NONE), ErrorCode.TOO_LARGE);

    assertThat(files()).isZero();
    assertThat(service.page(PageRequest.of(ResourceKind.MODEL, 0, "")).items()).isEmpty();
  }

  @Test
  void keepsTwoModelsOfOneContentAsOneFile() throws IOException {
    Model one = upload("good", IdempotencyKey.NONE).resource();
    Model two = upload("good", IdempotencyKey.NONE).resource();

    assertThat(one.id()).isNotEqualTo(two.id());
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void answersARepeatedUploadWithTheFirstModel() {
    IdempotencyKey key = new IdempotencyKey("k");
    Model first = upload("good", key).resource();

    assertThat(upload("good", key)).isEqualTo(new Accepted<>(first, true));
    assertRefused(() -> upload("good too", key), ErrorCode.IDEMPOTENCY_KEY_REUSE);
  }

  @Test
  void deletesAModelNobodyUses() {
    Model model = upload("good", IdempotencyKey.NONE).resource();

    service.delete(model.id());

    assertRefused(() -> service.find(model.id()), ErrorCode.NOT_FOUND);
    assertRefused(() -> service.delete(model.id()), ErrorCode.NOT_FOUND);
  }

  @Test
  void keepsAModelInUse() {
    Model model = upload("good", IdempotencyKey.NONE).resource();
    busy.add("job_1");

    assertRefused(() -> service.delete(model.id()), ErrorCode.IN_USE);
    assertThat(service.find(model.id())).isEqualTo(model);
  }

  @Test
  void tellsAWrongKindFromAnUnknownModel() {
    assertRefused(() -> service.find(ids.next(ResourceKind.JOB)), ErrorCode.INVALID_ID);
    assertRefused(() -> service.find(ids.next(ResourceKind.MODEL)), ErrorCode.NOT_FOUND);
  }

  private static void assertRefused(Runnable action, ErrorCode code) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(action::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
