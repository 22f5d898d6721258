package io.espalier.web.job;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.job.Job;
import io.espalier.job.JobService;
import io.espalier.job.JobState;
import io.espalier.method.JobPlan;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceKind;
import io.espalier.web.download.EntityTag;
import io.espalier.web.page.PageView;
import io.espalier.web.upload.IdempotencyHeader;
import io.espalier.web.upload.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/jobs}: submission, state and cancellation. */
@RestController
public final class JobController implements JobApi {
  private static final String POLL_SECONDS = "2";

  private final JobService jobs;
  private final JobRequests requests;
  private final JsonMapper json;

  JobController(JobService jobs, JobRequests requests, JsonMapper json) {
    this.jobs = jobs;
    this.requests = requests;
    this.json = json;
  }

  @Override
  @PostMapping(
      path = "/v1/jobs:validate",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public JobPlan validate(HttpServletRequest request) throws IOException {
    return requests.plan(JsonBody.read(request)).plan();
  }

  @Override
  @PostMapping(
      path = JobView.PATH,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<JobView> create(HttpServletRequest request) throws IOException {
    IdempotencyKey key = IdempotencyHeader.of(request);
    return submitted(requests.plan(JsonBody.read(request)), key);
  }

  @Override
  @PostMapping(
      path = "/v1/models/{id}/sensitivity",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<JobView> measureSensitivity(
      @PathVariable String id, HttpServletRequest request) throws IOException {
    IdempotencyKey key = IdempotencyHeader.of(request);
    return submitted(requests.planSensitivity(id, JsonBody.read(request)), key);
  }

  private ResponseEntity<JobView> submitted(JobRequests.Planned planned, IdempotencyKey key) {
    String document = json.writeValueAsString(planned.spec().toDocument());
    Accepted<Job> job = jobs.submit(planned.stored(document), key);
    return ResponseEntity.accepted()
        .headers(IdempotencyHeader.replayed(job))
        .header(HttpHeaders.LOCATION, JobView.PATH + "/" + job.resource().id())
        .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
        .body(view(job.resource()));
  }

  @Override
  @GetMapping(path = JobView.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<PageView<JobView>> list(
      @RequestParam(defaultValue = "0") long limit, @RequestParam(defaultValue = "") String after) {
    PageRequest request = PageRequest.of(ResourceKind.JOB, limit, after);
    return PageView.response(jobs.page(request), this::view, JobView.PATH, request.limit());
  }

  @Override
  @GetMapping(path = JobView.PATH + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<JobView> get(@PathVariable String id) {
    JobView view = view(jobs.find(id));
    ResponseEntity.BodyBuilder response =
        ResponseEntity.ok().eTag(EntityTag.ofContent(json.writeValueAsBytes(view)).value());
    if (!view.state().isTerminal()) {
      response.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS);
    }
    return response.body(view);
  }

  @Override
  @PostMapping(path = JobView.PATH + "/{id}/cancel", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<JobView> cancel(@PathVariable String id) {
    boolean ended = jobs.find(id).state() == JobState.CANCELLED;
    JobView view = view(jobs.cancel(id));
    return ended ? ResponseEntity.ok(view) : ResponseEntity.accepted().body(view);
  }

  private JobView view(Job job) {
    return JobView.of(job, json);
  }
}
