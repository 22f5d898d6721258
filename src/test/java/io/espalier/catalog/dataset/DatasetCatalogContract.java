package io.espalier.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every catalog of data sets does. */
abstract class DatasetCatalogContract {
  static final IdempotentRequest NO_KEY =
      new IdempotentRequest("datasets", IdempotencyKey.NONE, "");
  private static final DatasetUse UNUSED = id -> List.of();
  private static final String SHA256 = "a".repeat(64);

  final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private DatasetCatalog catalog;

  abstract DatasetCatalog open(SettableClock clock);

  @BeforeEach
  void openCatalog() {
    catalog = open(clock);
  }

  private StoredDataset dataset() {
    return Datasets.dataset(ids.next(ResourceKind.DATASET), SHA256, clock.instant());
  }

  private static IdempotentRequest keyed(String fingerprint) {
    return new IdempotentRequest("datasets", new IdempotencyKey("key"), fingerprint);
  }

  @Test
  void findsWhatWasAdded() {
    StoredDataset dataset = dataset();

    assertThat(catalog.add(dataset, NO_KEY)).isEqualTo(new Accepted<>(dataset, false));
    assertThat(catalog.find(dataset.id())).contains(dataset);
    assertThat(catalog.find(ids.next(ResourceKind.DATASET))).isEmpty();
  }

  @Test
  void referencesTheContentOfEveryDataSet() {
    StoredDataset one = dataset();
    StoredDataset two = dataset();
    catalog.add(one, NO_KEY);
    catalog.add(two, NO_KEY);

    catalog.remove(one.id(), UNUSED);
    assertThat(catalog.references(SHA256)).isTrue();
    catalog.remove(two.id(), UNUSED);
    assertThat(catalog.references(SHA256)).isFalse();
  }

  @Test
  void removesADataSetOnce() {
    StoredDataset dataset = dataset();
    catalog.add(dataset, NO_KEY);

    assertThat(catalog.remove(dataset.id(), UNUSED)).contains(dataset);
    assertThat(catalog.find(dataset.id())).isEmpty();
    assertThat(catalog.remove(dataset.id(), UNUSED)).isEmpty();
  }

  @Test
  void keepsADataSetThatJobsWorkWithAndNamesThem() {
    StoredDataset dataset = dataset();
    catalog.add(dataset, NO_KEY);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> catalog.remove(dataset.id(), id -> List.of("job_1", "job_2")))
        .withMessageContaining("job_1, job_2")
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IN_USE));
    assertThat(catalog.find(dataset.id())).isPresent();
  }

  @Test
  void answersARepeatedRequestWithTheFirstDataSet() {
    StoredDataset first = dataset();
    catalog.add(first, keyed("f"));

    assertThat(catalog.add(dataset(), keyed("f"))).isEqualTo(new Accepted<>(first, true));
    assertThat(catalog.page(PageRequest.of(ResourceKind.DATASET, 0, "")).items())
        .containsExactly(first);
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherContent() {
    catalog.add(dataset(), keyed("f"));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> catalog.add(dataset(), keyed("g")))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSE));
  }

  @Test
  void forgetsTheKeyOfARemovedDataSet() {
    StoredDataset first = dataset();
    catalog.add(first, keyed("f"));
    catalog.remove(first.id(), UNUSED);

    assertThat(catalog.add(dataset(), keyed("f")).replayed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pagesTogetherAreTheWholeListNewestFirstWhileMoreArrive(int limit) {
    List<StoredDataset> added = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofMillis(i % 3));
      added.add(catalog.add(dataset(), NO_KEY).resource());
    }
    List<StoredDataset> seen = new ArrayList<>();
    String next = "";
    do {
      Page<StoredDataset> page = catalog.page(PageRequest.of(ResourceKind.DATASET, limit, next));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      seen.addAll(page.items());
      next = page.next();
      clock.advance(Duration.ofMillis(1));
      catalog.add(dataset(), NO_KEY);
    } while (!next.isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(added);
    assertThat(seen).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
  }
}
