package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.NOT_READY;
import static io.espalier.problem.ErrorCode.RANGE_NOT_SATISFIABLE;

import io.espalier.report.Report;
import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;

/** What the operations on results do, for people and for programs. */
@Tag(name = "Jobs")
interface JobResultApi {
  @Operation(
      operationId = "getReport",
      summary = "Compare before and after",
      description =
          """
          Parameters, MACs, FLOPs, bytes, latency and accuracy before and after, every layer, how \
          far the outputs agree, and where the result comes from. As JSON, or with \
          `Accept: text/html` as one page.

              curl http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/report
              curl -H 'Accept: text/html' -o report.html \
          http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/report
          """,
      parameters =
          @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = "ETags"))
  @ApiResponse(
      responseCode = "200",
      description = "The report",
      headers = @Header(name = "ETag", description = "The SHA-256 of this form of it"),
      content = {
        @Content(mediaType = "application/json", schema = @Schema(implementation = Report.class)),
        @Content(mediaType = "text/html", schema = @Schema(type = "string"))
      })
  @ApiResponse(responseCode = "304", description = "The report is the one you have")
  @Refuses({INVALID_ID, NOT_FOUND, NOT_READY, ARTIFACT_CORRUPT})
  ResponseEntity<byte[]> report(String id, @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "downloadArtifact",
      summary = "Download a file of a job",
      description =
          """
          A file the job made, for example `model.onnx`. Whole, or in up to 16 ranges; resumes with \
          `curl -C -`. A model of more than 2 GB has its weights in `model.onnx.data`; it is loaded \
          as `model.onnx` with both in one folder. A job that fails or is cancelled while it searches \
          what to prune leaves `pruning-best.json`: the best cut so far as kept indices of the \
          tensors, its cost and how it was found.

              curl -O http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/artifacts/model.onnx
          """,
      parameters = {
        @Parameter(name = "Range", in = ParameterIn.HEADER, description = "bytes=0-1023, …"),
        @Parameter(name = "If-Range", in = ParameterIn.HEADER, description = "An ETag"),
        @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = "ETags")
      })
  @ApiResponse(
      responseCode = "200",
      description = "The whole file",
      headers = {
        @Header(name = "ETag", description = "The SHA-256 of the content"),
        @Header(name = "Repr-Digest", description = "The SHA-256 of the content (RFC 9530)"),
        @Header(name = "Content-Disposition", description = "The name of the file")
      },
      content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "206", description = "The ranges that were asked for")
  @ApiResponse(responseCode = "304", description = "The content is the one you have")
  @Refuses({INVALID_ID, NOT_FOUND, NOT_READY, RANGE_NOT_SATISFIABLE, ARTIFACT_CORRUPT})
  void artifact(
      String id,
      String name,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException;
}
