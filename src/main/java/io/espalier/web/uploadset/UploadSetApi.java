package io.espalier.web.uploadset;

import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.DIGEST_MISMATCH;
import static io.espalier.problem.ErrorCode.DUPLICATE_KEY;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_KEY_REUSE;
import static io.espalier.problem.ErrorCode.INSUFFICIENT_STORAGE;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.MALFORMED_JSON;
import static io.espalier.problem.ErrorCode.MODEL_INVALID;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.QUOTA_EXCEEDED;
import static io.espalier.problem.ErrorCode.TOO_LARGE;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_FORMAT;
import static io.espalier.problem.ErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.espalier.problem.ErrorCode.UPLOAD_COMPLETED;
import static io.espalier.problem.ErrorCode.UPLOAD_INCOMPLETE;

import io.espalier.web.model.ModelView;
import io.espalier.web.openapi.Refuses;
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

/** What the operations on upload sets do, for people and for programs. */
@Tag(name = "Uploads")
interface UploadSetApi {
  @Operation(
      operationId = "openUploadSet",
      summary = "Open an upload set",
      description =
          """
          For a model of several files: ONNX with external data, shards of safetensors with their \
          index, or one file beyond the limit of a single upload. A name is the key by which the \
          main file calls the part; it is compared and never a path. Parts that were not announced \
          can be sent too. A set that nobody touches for a day is forgotten.

              curl -X POST -H 'Content-Type: application/json' http://localhost:8080/v1/uploads \
          -d '{"parts":[{"name":"model.onnx"},{"name":"model.onnx_data"}]}'
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(ref = "#/components/schemas/UploadSetRequest"),
                      examples =
                          @ExampleObject(
                              """
                              {"parts": [{"name": "model.onnx"},
                                {"name": "model.onnx_data", "bytes": 46827520}]}"""))))
  @ApiResponse(
      responseCode = "201",
      description = "The set is open",
      headers = @Header(name = "Location", description = "The address of the set"))
  @Refuses({MALFORMED_JSON, DUPLICATE_KEY, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, QUOTA_EXCEEDED})
  ResponseEntity<UploadSetView> open(@Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "putUploadPart",
      summary = "Send a file of a set",
      description =
          """
          Streams the file to the store. Sent again, it replaces the one that arrived before. \
          Length and digest are compared with those announced.

              curl -T model.onnx_data -H 'Content-Type: application/octet-stream' \
          http://localhost:8080/v1/uploads/upl_01KAN4Z5WX8F2G7H9JQRSTVWXY/parts/model.onnx_data
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/octet-stream",
                      schema = @Schema(type = "string", format = "binary"))))
  @ApiResponse(responseCode = "200", description = "The file has arrived; the set as it is now")
  @Refuses({
    INVALID_ID,
    NOT_FOUND,
    UPLOAD_COMPLETED,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    DIGEST_MISMATCH,
    QUOTA_EXCEEDED,
    INSUFFICIENT_STORAGE
  })
  UploadSetView put(
      String id,
      @Parameter(description = "The key of the part", example = "model.onnx_data") String name,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "getUploadSet",
      summary = "Show an upload set",
      description =
          """
          Which files have arrived, and what the set has become.

              curl http://localhost:8080/v1/uploads/upl_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "200", description = "The set")
  @Refuses({INVALID_ID, NOT_FOUND})
  UploadSetView get(String id);

  @Operation(
      operationId = "deleteUploadSet",
      summary = "Give an upload set up",
      description =
          """
          The set is gone at once; its files go within a day, unless a model has them.

              curl -X DELETE http://localhost:8080/v1/uploads/upl_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "204", description = "The set is gone")
  @Refuses({INVALID_ID, NOT_FOUND})
  ResponseEntity<Void> delete(String id);

  @Operation(
      operationId = "completeUploadSet",
      summary = "Make a model of an upload set",
      description =
          """
          Reads the files as a model, as an upload of one file is read. A set that is refused \
          stays open, so that what is missing or wrong can be sent again; the same request after \
          it succeeded gives the same model.

              curl -X POST -H 'Content-Type: application/json' -d '{"main":"model.onnx"}' \
          http://localhost:8080/v1/uploads/upl_01KAN4Z5WX8F2G7H9JQRSTVWXY:complete
          """,
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(ref = "#/components/schemas/UploadSetCompletion"),
                      examples =
                          @ExampleObject("{\"main\": \"model.onnx\", \"name\": \"resnet50\"}"))),
      parameters =
          @Parameter(
              name = "Idempotency-Key",
              in = ParameterIn.HEADER,
              description =
                  "For 24 hours the same key and request give the same model, with"
                      + " Idempotent-Replayed: true",
              schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
  @ApiResponse(
      responseCode = "201",
      description = "The model is stored and analysed",
      headers = {
        @Header(name = "Location", description = "The address of the model"),
        @Header(name = "Idempotent-Replayed", description = "true when an earlier request did it")
      })
  @Refuses({
    INVALID_ID,
    NOT_FOUND,
    MALFORMED_JSON,
    DUPLICATE_KEY,
    UPLOAD_INCOMPLETE,
    UPLOAD_COMPLETED,
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_FORMAT,
    UNSUPPORTED_MEDIA_TYPE,
    MODEL_INVALID,
    IDEMPOTENCY_KEY_REUSE,
    INSUFFICIENT_STORAGE,
    ARTIFACT_CORRUPT
  })
  ResponseEntity<ModelView> complete(
      String id, @Parameter(hidden = true) HttpServletRequest request) throws IOException;
}
