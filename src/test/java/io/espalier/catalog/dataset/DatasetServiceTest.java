package io.espalier.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.FileArtifactStore;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
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

final class DatasetServiceTest {
  private static final long LIMIT = 100;

  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private final List<String> busy = new ArrayList<>();
  private ArtifactStore store;
  private DatasetService service;

  @BeforeEach
  void openService() {
    store = FileArtifactStore.open(home, clock, new Random(2));
    service =
        new DatasetService(
            store,
            DatasetServiceTest::examine,
            new InMemoryDatasetCatalog(),
            id -> busy,
            ids,
            clock,
            LIMIT);
  }

  /** Accepts every file that begins with "good". */
  private static DatasetSummary examine(Path file, DatasetOptions options) {
    try {
      if (!Files.readString(file).startsWith("good")) {
        throw new EspalierException(ErrorCode.DATASET_INVALID, "The file is no data set.");
      }
      return Datasets.summary(List.of("cat", "dog"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Accepted<StoredDataset> upload(String text, DatasetOptions options, String key) {
    return service.upload(
        new DatasetRequest("name", options),
        key.isEmpty() ? IdempotencyKey.NONE : new IdempotencyKey(key),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private StoredDataset upload() {
    return upload("good", DatasetOptions.NONE, "").resource();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void keepsAGoodDataSet() {
    StoredDataset dataset = upload();

    assertThat(service.find(dataset.id())).isEqualTo(dataset);
    assertThat(dataset.summary().classes()).containsExactly("cat", "dog");
    assertThat(store.verifiedPath(dataset.content().sha256())).hasContent("good");
  }

  @Test
  void leavesStoreAndCatalogAsTheyWereWhenTheDataSetIsRefused() throws IOException {
    assertRefused(() -> upload("bad", DatasetOptions.NONE, ""), ErrorCode.DATASET_INVALID);
    assertRefused(() -> upload("good".repeat(50), DatasetOptions.NONE, ""), ErrorCode.TOO_LARGE);

    assertThat(files()).isZero();
    assertThat(service.page(PageRequest.of(ResourceKind.DATASET, 0, "")).items()).isEmpty();
  }

  @Test
  void answersARepeatedUploadWithTheFirstDataSet() {
    StoredDataset first = upload("good", DatasetOptions.NONE, "k").resource();

    assertThat(upload("good", DatasetOptions.NONE, "k")).isEqualTo(new Accepted<>(first, true));
    assertRefused(
        () -> upload("good too", DatasetOptions.NONE, "k"), ErrorCode.IDEMPOTENCY_KEY_REUSE);
    assertRefused(() -> upload("good", Datasets.OPTIONS, "k"), ErrorCode.IDEMPOTENCY_KEY_REUSE);
  }

  @Test
  void deletesADataSetThatNoJobReads() {
    StoredDataset dataset = upload();
    busy.add("job_1");
    assertRefused(() -> service.delete(dataset.id()), ErrorCode.IN_USE);
    busy.clear();

    service.delete(dataset.id());

    assertRefused(() -> service.find(dataset.id()), ErrorCode.NOT_FOUND);
    assertRefused(() -> service.delete(dataset.id()), ErrorCode.NOT_FOUND);
  }

  @Test
  void tellsAWrongKindFromAnUnknownDataSet() {
    assertRefused(() -> service.find(ids.next(ResourceKind.MODEL)), ErrorCode.INVALID_ID);
    assertRefused(() -> service.find(ids.next(ResourceKind.DATASET)), ErrorCode.NOT_FOUND);
  }

  private static void assertRefused(Runnable action, ErrorCode code) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(action::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
