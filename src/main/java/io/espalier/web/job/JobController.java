package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.ALREADY_TERMINAL;
import static io.espalier.problem.ErrorCode.DUPLICATE_KEY;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_KEY_REUSE;
import static io.espalier.problem.ErrorCode.INFEASIBLE_PLAN;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.MALFORMED_JSON;
import static io.espalier.problem.ErrorCode.MALFORMED_REQUEST;
import static io.espalier.problem.ErrorCode.NON_FINITE_WEIGHTS;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.TOO_LARGE;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.espalier.problem.ErrorCode.VALIDATION_FAILED;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.job.Job;
import io.espalier.job.JobService;
import io.espalier.job.JobSpec;
import io.espalier.job.JobState;
import io.espalier.method.JobPlan;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceKind;
import io.espalier.web.download.EntityTag;
import io.espalier.web.openapi.Refuses;
import io.espalier.web.page.PageView;
import io.espalier.web.upload.IdempotencyHeader;
import io.espalier.web.upload.JsonBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "Jobs")
public class JobController {
  private static final String POLL_SECONDS = "2";

  private final JobService jobs;
  private final JobRequests requests;
  private final JsonMapper json;

  JobController(JobService jobs, JobRequests requests, JsonMapper json) {
    this.jobs = jobs;
    this.requests = requests;
    this.json = json;
  }

  @PostMapping(
      path = "/v1/jobs:validate",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "validateJob")
  @Refuses({
    MALFORMED_JSON,
    DUPLICATE_KEY,
    INVALID_ID,
    NOT_FOUND,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    VALIDATION_FAILED,
    INFEASIBLE_PLAN,
    NON_FINITE_WEIGHTS
  })
  public JobPlan validate(HttpServletRequest request) throws IOException {
    return requests.plan(JsonBody.read(request)).plan();
  }

  @PostMapping(
      path = JobView.PATH,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "createJob")
  @Refuses({
    MALFORMED_REQUEST,
    MALFORMED_JSON,
    DUPLICATE_KEY,
    INVALID_ID,
    NOT_FOUND,
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    VALIDATION_FAILED,
    INFEASIBLE_PLAN,
    NON_FINITE_WEIGHTS,
    IDEMPOTENCY_KEY_REUSE
  })
  public ResponseEntity<JobView> create(HttpServletRequest request) throws IOException {
    IdempotencyKey key = IdempotencyHeader.of(request);
    JobRequests.Planned planned = requests.plan(JsonBody.read(request));
    String document = json.writeValueAsString(planned.spec().toDocument());
    Accepted<Job> job = jobs.submit(new JobSpec(planned.spec().model(), document), key);
    return ResponseEntity.accepted()
        .headers(IdempotencyHeader.replayed(job))
        .header(HttpHeaders.LOCATION, JobView.PATH + "/" + job.resource().id())
        .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
        .body(view(job.resource()));
  }

  @GetMapping(path = JobView.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "listJobs")
  @Refuses({MALFORMED_REQUEST, VALIDATION_FAILED})
  public ResponseEntity<PageView<JobView>> list(
      @RequestParam(defaultValue = "0") long limit,
      @RequestParam(defaultValue = "") String after) {
    PageRequest request = PageRequest.of(ResourceKind.JOB, limit, after);
    return PageView.response(jobs.page(request), this::view, JobView.PATH, request.limit());
  }

  @GetMapping(path = JobView.PATH + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "getJob")
  @Refuses({INVALID_ID, NOT_FOUND})
  public ResponseEntity<JobView> get(@PathVariable String id) {
    JobView view = view(jobs.find(id));
    ResponseEntity.BodyBuilder response =
        ResponseEntity.ok().eTag(EntityTag.ofContent(json.writeValueAsBytes(view)).value());
    if (!view.state().isTerminal()) {
      response.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS);
    }
    return response.body(view);
  }

  @PostMapping(path = JobView.PATH + "/{id}/cancel", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "cancelJob")
  @Refuses({INVALID_ID, NOT_FOUND, ALREADY_TERMINAL})
  public ResponseEntity<JobView> cancel(@PathVariable String id) {
    boolean ended = jobs.find(id).state() == JobState.CANCELLED;
    JobView view = view(jobs.cancel(id));
    return ended ? ResponseEntity.ok(view) : ResponseEntity.accepted().body(view);
  }

  private JobView view(Job job) {
    return JobView.of(job, json);
  }
}
