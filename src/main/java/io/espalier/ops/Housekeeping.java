package io.espalier.ops;

import io.espalier.artifact.ArtifactJanitor;
import io.espalier.idempotency.JdbcIdempotency;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away what nobody needs any more, once an hour. */
@Component
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final ArtifactJanitor janitor;
  private final JdbcIdempotency idempotency;

  Housekeeping(ArtifactJanitor janitor, JdbcIdempotency idempotency) {
    this.janitor = janitor;
    this.idempotency = idempotency;
  }

  @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void tidy() {
    int files = janitor.sweep();
    int keys = idempotency.forgetExpired();
    LOG.info("Removed {} files that nothing referenced and {} idempotency keys.", files, keys);
  }
}
