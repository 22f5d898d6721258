package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.ALREADY_TERMINAL;
import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.DUPLICATE_KEY;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_KEY_REUSE;
import static io.espalier.problem.ErrorCode.INFEASIBLE_PLAN;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.MALFORMED_JSON;
import static io.espalier.problem.ErrorCode.NON_FINITE_WEIGHTS;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.TOO_LARGE;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_MEDIA_TYPE;

import io.espalier.method.JobPlan;
import io.espalier.web.openapi.Refuses;
import io.espalier.web.page.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;

/** What the operations on jobs do, for people and for programs. */
@Tag(name = "Jobs")
interface JobApi {
  /** A document as most jobs have it. */
  String EXAMPLE =
      """
      {"model":"mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY","seed":42,\
      "steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}""";

  /** A measurement with few samples. */
  String SENSITIVITY_EXAMPLE =
      """
      {"dataset":"cifar10","samples":256,"ratios":[0.25,0.5,0.75]}""";

  @Operation(
      operationId = "validateJob",
      summary = "Say what a job would do",
      description =
          """
          A dry run: checks the document, plans every step on the model, and answers with the \
          widths, parameters and MACs that every layer would have. Nothing is stored.

              curl -X POST -H 'Content-Type: application/json' http://localhost:8080/v1/jobs:validate \
          -d '{"model":"mdl_…","steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}'
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(ref = "#/components/schemas/JobRequest"),
                      examples = @ExampleObject(EXAMPLE))))
  @ApiResponse(responseCode = "200", description = "The plan of every step")
  @Refuses({
    MALFORMED_JSON,
    DUPLICATE_KEY,
    INVALID_ID,
    NOT_FOUND,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INFEASIBLE_PLAN,
    NON_FINITE_WEIGHTS,
    ARTIFACT_CORRUPT
  })
  JobPlan validate(@Parameter(hidden = true) HttpServletRequest request) throws IOException;

  @Operation(
      operationId = "createJob",
      summary = "Start a job",
      description =
          """
          Checks and plans as the dry run does, stores the job and puts it in line. Once accepted \
          it will be run, whatever happens to the server.

              curl -X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first' \
          http://localhost:8080/v1/jobs \
          -d '{"model":"mdl_…","steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}'
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(ref = "#/components/schemas/JobRequest"),
                      examples = @ExampleObject(EXAMPLE))),
      parameters =
          @Parameter(
              name = "Idempotency-Key",
              in = ParameterIn.HEADER,
              description =
                  "Makes it safe to send the request again: for 24 hours the same key and document"
                      + " give the answer of the first request, with Idempotent-Replayed: true",
              schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
  @ApiResponse(
      responseCode = "202",
      description = "The job is in line",
      headers = {
        @Header(name = "Location", description = "The address of the job"),
        @Header(name = "Retry-After", description = "Seconds until it is worth asking"),
        @Header(name = "Idempotent-Replayed", description = "true when an earlier request did it")
      })
  @Refuses({
    MALFORMED_JSON,
    DUPLICATE_KEY,
    INVALID_ID,
    NOT_FOUND,
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INFEASIBLE_PLAN,
    NON_FINITE_WEIGHTS,
    IDEMPOTENCY_KEY_REUSE,
    ARTIFACT_CORRUPT
  })
  ResponseEntity<JobView> create(@Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "measureSensitivity",
      summary = "Measure how much each group of channels matters",
      description =
          """
          Starts a job that silences the least important channels of one group after the other and \
          compares the answers with those of the whole model, on samples of the training split. The \
          model stays as it is; the curves are in the report and in the artifact sensitivity.json.

              curl -X POST -H 'Content-Type: application/json' \
          http://localhost:8080/v1/models/mdl_…/sensitivity -d '{"dataset":"ds_…","samples":256}'
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(ref = "#/components/schemas/SensitivityRequest"),
                      examples = @ExampleObject(SENSITIVITY_EXAMPLE))),
      parameters =
          @Parameter(
              name = "Idempotency-Key",
              in = ParameterIn.HEADER,
              description =
                  "Makes it safe to send the request again: for 24 hours the same key and document"
                      + " give the answer of the first request, with Idempotent-Replayed: true",
              schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
  @ApiResponse(
      responseCode = "202",
      description = "The job is in line",
      headers = {
        @Header(name = "Location", description = "The address of the job"),
        @Header(name = "Retry-After", description = "Seconds until it is worth asking"),
        @Header(name = "Idempotent-Replayed", description = "true when an earlier request did it")
      })
  @Refuses({
    MALFORMED_JSON,
    DUPLICATE_KEY,
    INVALID_ID,
    NOT_FOUND,
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INFEASIBLE_PLAN,
    NON_FINITE_WEIGHTS,
    IDEMPOTENCY_KEY_REUSE,
    ARTIFACT_CORRUPT
  })
  ResponseEntity<JobView> measureSensitivity(
      String id, @Parameter(hidden = true) HttpServletRequest request) throws IOException;

  @Operation(
      operationId = "listJobs",
      summary = "List jobs",
      description =
          """
          Newest first, one page at a time.

              curl 'http://localhost:8080/v1/jobs?limit=20'
          """)
  @ApiResponse(
      responseCode = "200",
      description = "One page",
      headers = @Header(name = "Link", description = "The next page, rel=\"next\""))
  @Refuses({})
  ResponseEntity<PageView<JobView>> list(
      @Parameter(description = "Items a page; 0 for 20, at most 100") long limit,
      @Parameter(description = "nextCursor of the page before") String after);

  @Operation(
      operationId = "getJob",
      summary = "Show how a job stands",
      description =
          """
          The state, how far it is, its files once it has succeeded, or why it failed.

              curl http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX
          """,
      parameters =
          @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = "ETags"))
  @ApiResponse(
      responseCode = "200",
      description = "The job",
      headers = {
        @Header(name = "ETag", description = "Changes exactly when the body does"),
        @Header(name = "Retry-After", description = "Seconds until it is worth asking again")
      })
  @ApiResponse(responseCode = "304", description = "The job stands as you know it")
  @Refuses({INVALID_ID, NOT_FOUND})
  ResponseEntity<JobView> get(String id);

  @Operation(
      operationId = "cancelJob",
      summary = "Cancel a job",
      description =
          """
          A job in line ends at once; one that runs ends at its next check, within seconds. Asking \
          again is harmless.

              curl -X POST http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/cancel
          """)
  @ApiResponse(responseCode = "202", description = "The job ends or has just ended")
  @ApiResponse(responseCode = "200", description = "The job had been cancelled before")
  @Refuses({INVALID_ID, NOT_FOUND, ALREADY_TERMINAL})
  ResponseEntity<JobView> cancel(String id);
}
