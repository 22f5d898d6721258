package io.espalier.job;

import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelService;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.DatasetService;
import io.espalier.catalog.dataset.InMemoryDatasetCatalog;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.InMemoryIdempotency;
import io.espalier.resource.Cursor;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Jobs in a map, behind one lock. */
public final class InMemoryJobStore implements JobStore {
  private static final Comparator<Cursor> NEWEST_FIRST =
      Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id).reversed();

  private final ModelCatalog models;
  private final DatasetCatalog datasets;
  private final JobQueue queue;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, List<JobEvent>> events = new LinkedHashMap<>();
  private final InMemoryIdempotency idempotency = new InMemoryIdempotency();

  public InMemoryJobStore(ModelCatalog models, JobQueue queue) {
    this(models, new InMemoryDatasetCatalog(), queue);
  }

  InMemoryJobStore(ModelCatalog models, DatasetCatalog datasets, JobQueue queue) {
    this.models = models;
    this.datasets = datasets;
    this.queue = queue;
  }

  @Override
  public synchronized Accepted<Job> submit(JobChange accepted, IdempotentRequest request) {
    return idempotency.once(
        request,
        accepted.job().id(),
        () -> insert(accepted),
        id -> JobLifecycle.asAccepted(jobs.get(id)));
  }

  private Job insert(JobChange accepted) {
    models.find(accepted.job().spec().modelId()).orElseThrow(ModelService::notFound);
    accepted
        .job()
        .spec()
        .datasetIds()
        .forEach(id -> datasets.find(id).orElseThrow(DatasetService::notFound));
    write(accepted);
    queue.add(accepted.job().id(), accepted.at());
    return accepted.job();
  }

  private JobChange write(JobChange change) {
    jobs.put(change.job().id(), change.job());
    List<JobEvent> told = events.computeIfAbsent(change.job().id(), id -> new ArrayList<>());
    told.add(change.event(told.size() + 1));
    return change;
  }

  @Override
  public synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized Page<Job> page(PageRequest request) {
    List<Job> found =
        jobs.values().stream()
            .sorted(Comparator.comparing(InMemoryJobStore::place, NEWEST_FIRST))
            .filter(job -> NEWEST_FIRST.compare(request.after(), place(job)) < 0)
            .limit(request.limit() + 1)
            .toList();
    return request.page(found, InMemoryJobStore::place);
  }

  private static Cursor place(Job job) {
    return new Cursor(job.times().createdAt(), job.id());
  }

  @Override
  public synchronized Optional<JobChange> change(
      String id, Function<Job, Optional<JobChange>> decision) {
    return find(id).flatMap(decision).map(this::write);
  }

  @Override
  public synchronized List<JobEvent> events(String id, long after, int limit) {
    return events.getOrDefault(id, List.of()).stream()
        .filter(event -> event.seq() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<String> unfinishedJobs(String modelId) {
    return jobs.values().stream()
        .filter(job -> job.spec().modelId().equals(modelId) && !job.state().isTerminal())
        .map(Job::id)
        .toList();
  }

  @Override
  public synchronized List<String> unfinishedJobsWith(String datasetId) {
    return jobs.values().stream()
        .filter(job -> job.spec().datasetIds().contains(datasetId) && !job.state().isTerminal())
        .map(Job::id)
        .toList();
  }

  @Override
  public synchronized boolean references(String sha256) {
    return jobs.values().stream()
        .flatMap(job -> job.artifacts().stream())
        .anyMatch(artifact -> artifact.content().sha256().equals(sha256));
  }
}
