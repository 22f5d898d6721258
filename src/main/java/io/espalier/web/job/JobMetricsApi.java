package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.NOT_FOUND;

import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the operation on the curves of a job does, for people and for programs. */
@Tag(name = "Jobs")
interface JobMetricsApi {
  @Operation(
      operationId = "getJobMetrics",
      summary = "Show the curves of a job",
      description =
          """
          Every number its trainings told so far, as curves by step and name; while the job runs \
          they grow. A curve has one value for each iteration, also when the job was taken up \
          again in between.

              curl http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/metrics
          """)
  @ApiResponse(responseCode = "200", description = "The curves; none where nothing is trained")
  @Refuses({INVALID_ID, NOT_FOUND})
  MetricsView metrics(String id);
}
