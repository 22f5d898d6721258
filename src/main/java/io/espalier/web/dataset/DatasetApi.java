package io.espalier.web.dataset;

import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.DATASET_INVALID;
import static io.espalier.problem.ErrorCode.DUPLICATE_KEY;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_KEY_REUSE;
import static io.espalier.problem.ErrorCode.INSUFFICIENT_STORAGE;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.IN_USE;
import static io.espalier.problem.ErrorCode.MALFORMED_JSON;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.RANGE_NOT_SATISFIABLE;
import static io.espalier.problem.ErrorCode.TOO_LARGE;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_FORMAT;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_MEDIA_TYPE;

import io.espalier.web.openapi.Refuses;
import io.espalier.web.page.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;

/** What the operations on data sets do, for people and for programs. */
@Tag(name = "Datasets")
interface DatasetApi {
  @Operation(
      operationId = "uploadDataset",
      summary = "Upload a data set",
      description =
          """
          Streams the file to the store, looks at every sample within limits, and says what is in \
          it. What the file is its content decides: a zip of image folders \
          (`train/cat/1.jpg`, or `cat/1.jpg`, divided by the seed), a zip of images and masks, IDX \
          pairs in a zip, an npz archive with `x` and `y`, or a table of comma-separated values. \
          Content that is refused is not kept; the answer names what is wrong with it.

              curl --data-binary @cifar10.zip \
          'http://localhost:8080/v1/datasets?name=cifar10'
              curl -F file=@digits.npz 'http://localhost:8080/v1/datasets?seed=7&trainShare=0.9'
          """,
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "application/octet-stream",
                    schema = @Schema(type = "string", format = "binary")),
                @Content(
                    mediaType = "multipart/form-data",
                    schemaProperties =
                        @SchemaProperty(
                            name = "file",
                            schema = @Schema(type = "string", format = "binary")))
              }),
      parameters =
          @Parameter(
              name = "Idempotency-Key",
              in = ParameterIn.HEADER,
              description =
                  "Makes it safe to send the request again: for 24 hours the same key, query and"
                      + " content give the same data set, with Idempotent-Replayed: true",
              schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
  @ApiResponse(
      responseCode = "201",
      description = "The data set is stored and examined",
      headers = {
        @Header(name = "Location", description = "The address of the data set"),
        @Header(name = "Idempotent-Replayed", description = "true when an earlier request did it")
      })
  @Refuses({
    MALFORMED_JSON,
    DUPLICATE_KEY,
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_FORMAT,
    UNSUPPORTED_MEDIA_TYPE,
    DATASET_INVALID,
    IDEMPOTENCY_KEY_REUSE,
    INSUFFICIENT_STORAGE
  })
  ResponseEntity<DatasetView> upload(
      @Parameter(
              description =
                  "What the data set is called; without it the file name of the part or of the"
                      + " header Content-Disposition",
              schema = @Schema(type = "string", maxLength = 255))
          String name,
      @Parameter(
              description =
                  "What the targets are: classification, regression, segmentation or sequence;"
                      + " without it they decide",
              example = "classification")
          String task,
      @Parameter(
              description =
                  "How images become numbers, a JSON object: resize, crop, channels, range, mean,"
                      + " std; what it leaves out the file declares, or follows from its images",
              example = "{\"mean\":[0.49,0.48,0.45],\"std\":[0.25,0.24,0.26]}")
          String preprocess,
      @Parameter(
              description =
                  "Which columns of a table are what, a JSON object: targets (a list), image,"
                      + " split; without it the usual names",
              example = "{\"targets\":[\"label\"],\"image\":\"file\"}")
          String columns,
      @Parameter(description = "Decides the division of samples that the file does not divide")
          long seed,
      @Parameter(description = "Share of the training split in that division, from 0.01, below 1")
          double trainShare,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "listDatasets",
      summary = "List uploaded data sets",
      description =
          """
          Newest first, one page at a time.

              curl 'http://localhost:8080/v1/datasets?limit=20'
          """)
  @ApiResponse(
      responseCode = "200",
      description = "One page",
      headers = @Header(name = "Link", description = "The next page, rel=\"next\""))
  @Refuses({})
  ResponseEntity<PageView<DatasetView>> list(
      @Parameter(description = "Items a page; 0 for 20, at most 100") long limit,
      @Parameter(description = "nextCursor of the page before") String after);

  @Operation(
      operationId = "listBundledDatasets",
      summary = "List the data sets of the service",
      description =
          """
          Those that come with the service; a job names them as it names an uploaded one.

              curl http://localhost:8080/v1/datasets:bundled
          """)
  @ApiResponse(responseCode = "200", description = "All of them")
  @Refuses({})
  DatasetView.AllBundled bundled();

  @Operation(
      operationId = "getDataset",
      summary = "Show a data set",
      description =
          """
          What was found when it was examined.

              curl http://localhost:8080/v1/datasets/ds_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "200", description = "The data set")
  @Refuses({INVALID_ID, NOT_FOUND})
  DatasetView get(String id);

  @Operation(
      operationId = "downloadDataset",
      summary = "Download a data set",
      description =
          """
          The bytes that were uploaded. Whole, or in up to 16 ranges; resumes with `curl -C -`.

              curl -O -J http://localhost:8080/v1/datasets/ds_01KAN4Z5WX8F2G7H9JQRSTVWXY/content
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
        @Header(name = "Content-Disposition", description = "The name of the data set")
      },
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "206", description = "The ranges that were asked for")
  @ApiResponse(responseCode = "304", description = "The content is the one you have")
  @Refuses({INVALID_ID, NOT_FOUND, RANGE_NOT_SATISFIABLE, ARTIFACT_CORRUPT})
  void content(
      String id,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException;

  @Operation(
      operationId = "deleteDataset",
      summary = "Delete a data set",
      description =
          """
          The data set is gone at once; its bytes go within a day, unless something else has the \
          same content. Refused while a job that reads it has not ended.

              curl -X DELETE http://localhost:8080/v1/datasets/ds_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "204", description = "The data set is gone")
  @Refuses({INVALID_ID, NOT_FOUND, IN_USE})
  ResponseEntity<Void> delete(String id);
}
