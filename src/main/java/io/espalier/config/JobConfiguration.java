package io.espalier.config;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.LocalFiles;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.job.JdbcJobStore;
import io.espalier.job.JobEvents;
import io.espalier.job.JobRunner;
import io.espalier.job.JobScheduler;
import io.espalier.job.JobSchedulerSettings;
import io.espalier.job.JobService;
import io.espalier.job.JobStore;
import io.espalier.job.JobWorker;
import io.espalier.job.KeptState;
import io.espalier.job.WorkerSettings;
import io.espalier.job.checkpoint.CheckpointStore;
import io.espalier.job.device.DevicePool;
import io.espalier.job.metric.JdbcMetricStore;
import io.espalier.job.metric.MetricStore;
import io.espalier.job.run.Rehearsal;
import io.espalier.resource.ResourceIds;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Jobs: where they are kept, who runs them, and when the workers start and stop. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {
  @Bean
  JobEvents jobEvents() {
    return new JobEvents();
  }

  @Bean
  JobStore jobStore(
      JdbcClient jdbc,
      TransactionOperations transactions,
      JdbcIdempotency idempotency,
      DataSource dataSource) {
    return new JdbcJobStore(jdbc, transactions, idempotency, JobScheduler.queue(dataSource));
  }

  @Bean
  JobWorker jobWorker(
      JobStore store,
      JobEvents events,
      JobRunner runner,
      DevicePool devices,
      KeptState kept,
      EspalierProperties properties,
      Clock clock) {
    return new JobWorker(
        store, events, runner, devices, kept, WorkerSettings.standard(properties.scratch()), clock);
  }

  @Bean
  KeptState keptState(EspalierProperties properties, MetricStore metrics, ArtifactStore artifacts) {
    return new KeptState(
        new CheckpointStore(properties.home(), new LocalFiles()), metrics, artifacts);
  }

  @Bean
  MetricStore metricStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    return new JdbcMetricStore(jdbc, transactions);
  }

  @Bean
  JobScheduler jobScheduler(
      DataSource dataSource,
      JobWorker worker,
      DevicePool devices,
      EspalierProperties properties,
      JdbcConnectionDetails details) {
    JobSchedulerSettings settings =
        JobSchedulerSettings.of(
            devices.devices().size(),
            properties.worker().heartbeat(),
            DatabaseConfiguration.isEmbedded(details));
    return new JobScheduler(dataSource, worker, settings);
  }

  @Bean
  JobService jobService(
      JobStore store, JobEvents events, ResourceIds ids, Clock clock, JobScheduler scheduler) {
    return new JobService(store, events, ids, clock, scheduler::wake);
  }

  @Bean
  WorkersLifecycle workersLifecycle(
      JobScheduler scheduler,
      JobWorker worker,
      Rehearsal rehearsal,
      EspalierProperties properties,
      ArtifactStore store,
      JdbcConnectionDetails details) {
    return new WorkersLifecycle(
        scheduler,
        () -> {
          worker.sweepCheckpoints();
          if (DatabaseConfiguration.isEmbedded(details)) {
            store.sweepStaging(Duration.ZERO);
          }
          if (properties.rehearse()) {
            Thread.ofPlatform().name("rehearsal").daemon().start(rehearsal);
          }
        });
  }
}
