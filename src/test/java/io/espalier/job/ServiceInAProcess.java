package io.espalier.job;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.FileArtifactStore;
import io.espalier.catalog.JdbcModelCatalog;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelAnalysis;
import io.espalier.catalog.ModelRequest;
import io.espalier.catalog.ModelService;
import io.espalier.catalog.Models;
import io.espalier.database.SyncedTransactions;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.ResourceIds;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The service without its web edge, on files, uploading models and running jobs until somebody
 * kills its process. It tells on standard output what it has acknowledged.
 */
final class ServiceInAProcess implements AutoCloseable {
  private static final long LIMIT = 1 << 20;
  private static final int STEPS = 40;
  private static final long STEP_MILLIS = 20;
  private static final long BETWEEN_UPLOADS_MILLIS = 5;

  private final InstantSource clock = InstantSource.system();
  private final JobEvents events = new JobEvents();
  private final JdbcConnectionPool pool;
  private final JobScheduler scheduler;
  final ArtifactStore artifacts;
  final ModelService models;
  final JobService jobs;

  ServiceInAProcess(Path home) {
    RandomGenerator random = new SecureRandom();
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:file:" + home.resolve("db/espalier").toAbsolutePath(), "sa", "");
    Flyway.configure().dataSource(pool).load().migrate();
    JdbcClient jdbc = JdbcClient.create(pool);
    TransactionOperations transactions = new TransactionTemplate(new SyncedTransactions(pool));
    JdbcIdempotency idempotency = new JdbcIdempotency(jdbc, transactions, clock);
    JdbcJobStore store = new JdbcJobStore(jdbc, transactions, idempotency, JobTask.queue(pool));
    ResourceIds ids = new ResourceIds(clock, random);
    artifacts = FileArtifactStore.open(home, clock, random);
    models =
        new ModelService(
            artifacts,
            (_, _, _) -> new ModelAnalysis("text", Models.SUMMARY),
            new JdbcModelCatalog(jdbc, transactions, idempotency),
            store,
            ids,
            clock,
            LIMIT);
    WorkerSettings settings = WorkerSettings.standard(home.resolve("scratch"));
    JobWorker worker =
        new JobWorker(
            store, events, this::run, Jobs.cpu(), Jobs.kept(home, store), settings, clock);
    scheduler = new JobScheduler(pool, worker, JobSchedulerSettings.standard(true));
    jobs = new JobService(store, events, ids, clock, scheduler::wake);
  }

  private JobResult run(Job job, JobContext context) {
    tell("started", job.id(), context.attempt());
    for (int i = 0; i < STEPS; i++) {
      context.progress(i / (double) STEPS, "COMPRESSING", "Step " + i);
      pause(STEP_MILLIS);
    }
    String text = "result of " + job.id();
    return new JobResult(
        List.of(new JobArtifact("result.txt", "text/plain", artifacts.put(content(text), LIMIT))));
  }

  private static ByteArrayInputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Object... words) {
    StringBuilder line = new StringBuilder("@");
    for (Object word : words) {
      line.append(' ').append(word);
    }
    System.out.println(line);
    System.out.flush();
  }

  private Model upload(String text) {
    return models.upload(new ModelRequest("model"), IdempotencyKey.NONE, content(text)).resource();
  }

  /** Submits a job as soon as none is unfinished, and uploads all the time. */
  private void work() {
    Model first = upload("first");
    String current = "";
    for (int i = 0; ; i++) {
      Model model = upload("content " + clock.millis() + " " + i);
      tell("model", model.id(), model.content().main().sha256());
      if (current.isEmpty() || jobs.find(current).state().isTerminal()) {
        current = submit(first);
      }
      pause(BETWEEN_UPLOADS_MILLIS);
    }
  }

  private String submit(Model model) {
    String id = jobs.submit(new JobSpec(model.id(), "{}"), IdempotencyKey.NONE).resource().id();
    tell("job", id);
    return id;
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.dispose();
  }

  public static void main(String[] arguments) {
    ServiceInAProcess service = new ServiceInAProcess(Path.of(arguments[0]));
    service.scheduler.start();
    tell("ready");
    service.work();
  }
}
