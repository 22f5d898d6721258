package io.espalier.ops;

import io.espalier.artifact.ArtifactJanitor;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.job.JobWorker;
import io.espalier.upload.UploadService;
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
  private final UploadService uploads;
  private final JobWorker worker;

  Housekeeping(
      ArtifactJanitor janitor,
      JdbcIdempotency idempotency,
      UploadService uploads,
      JobWorker worker) {
    this.janitor = janitor;
    this.uploads = uploads;
    this.idempotency = idempotency;
    this.worker = worker;
  }

  @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void tidy() {
    int sets = uploads.forgetIdle();
    int files = janitor.sweep();
    int keys = idempotency.forgetExpired();
    worker.sweepCheckpoints();
    LOG.info(
        "Removed {} idle upload sets, {} files that nothing referenced and {} idempotency keys.",
        sets,
        files,
        keys);
  }
}
