package io.espalier.ops;

import io.espalier.artifact.ArtifactStore;
import io.espalier.problem.EspalierException;
import java.io.InputStream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether an upload could be written now. */
@Component("storeHealthIndicator")
final class StoreHealth implements HealthIndicator {
  private final ArtifactStore store;

  StoreHealth(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public Health health() {
    try {
      store.stage(InputStream.nullInputStream(), 1).close();
      return Health.up().build();
    } catch (EspalierException e) {
      return Health.down().withDetail("code", e.code().wireName()).build();
    }
  }
}
