package io.espalier.catalog;

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

/** What every model catalog does. */
abstract class ModelCatalogContract {
  static final IdempotentRequest NO_KEY = new IdempotentRequest("models", IdempotencyKey.NONE, "");
  private static final ModelUse UNUSED = id -> List.of();
  private static final String SHA256 = "a".repeat(64);

  final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private ModelCatalog catalog;

  abstract ModelCatalog open(SettableClock clock);

  @BeforeEach
  void openCatalog() {
    catalog = open(clock);
  }

  private Model model() {
    return Models.model(ids.next(ResourceKind.MODEL), SHA256, clock.instant());
  }

  private static IdempotentRequest keyed(String fingerprint) {
    return new IdempotentRequest("models", new IdempotencyKey("key"), fingerprint);
  }

  @Test
  void findsWhatWasAdded() {
    Model model = model();

    assertThat(catalog.add(model, NO_KEY)).isEqualTo(new Accepted<>(model, false));
    assertThat(catalog.find(model.id())).contains(model);
    assertThat(catalog.find(ids.next(ResourceKind.MODEL))).isEmpty();
  }

  @Test
  void referencesTheContentOfEveryModel() {
    Model one = model();
    Model two = model();
    catalog.add(one, NO_KEY);
    catalog.add(two, NO_KEY);

    catalog.remove(one.id(), UNUSED);
    assertThat(catalog.references(SHA256)).isTrue();
    catalog.remove(two.id(), UNUSED);
    assertThat(catalog.references(SHA256)).isFalse();
  }

  @Test
  void removesAModelOnce() {
    Model model = model();
    catalog.add(model, NO_KEY);

    assertThat(catalog.remove(model.id(), UNUSED)).contains(model);
    assertThat(catalog.find(model.id())).isEmpty();
    assertThat(catalog.remove(model.id(), UNUSED)).isEmpty();
  }

  @Test
  void keepsAModelThatJobsWorkWithAndNamesThem() {
    Model model = model();
    catalog.add(model, NO_KEY);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> catalog.remove(model.id(), id -> List.of("job_1", "job_2")))
        .withMessageContaining("job_1, job_2")
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IN_USE));
    assertThat(catalog.find(model.id())).isPresent();
  }

  @Test
  void answersARepeatedRequestWithTheFirstModel() {
    Model first = model();
    catalog.add(first, keyed("f"));

    assertThat(catalog.add(model(), keyed("f"))).isEqualTo(new Accepted<>(first, true));
    assertThat(catalog.page(PageRequest.of(ResourceKind.MODEL, 0, "")).items())
        .containsExactly(first);
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherContent() {
    catalog.add(model(), keyed("f"));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> catalog.add(model(), keyed("g")))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSE));
  }

  @Test
  void forgetsTheKeyOfARemovedModel() {
    Model first = model();
    catalog.add(first, keyed("f"));
    catalog.remove(first.id(), UNUSED);

    assertThat(catalog.add(model(), keyed("f")).replayed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pagesTogetherAreTheWholeListNewestFirstWhileMoreArrive(int limit) {
    List<Model> added = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofMillis(i % 3));
      added.add(catalog.add(model(), NO_KEY).resource());
    }
    List<Model> seen = new ArrayList<>();
    String next = "";
    do {
      Page<Model> page = catalog.page(PageRequest.of(ResourceKind.MODEL, limit, next));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      seen.addAll(page.items());
      next = page.next();
      clock.advance(Duration.ofMillis(1));
      catalog.add(model(), NO_KEY);
    } while (!next.isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(added);
    assertThat(seen).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
  }
}
