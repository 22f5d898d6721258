package io.espalier.web.model;

import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.espalier.problem.ErrorCode.IDEMPOTENCY_KEY_REUSE;
import static io.espalier.problem.ErrorCode.INSUFFICIENT_STORAGE;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.IN_USE;
import static io.espalier.problem.ErrorCode.MODEL_INVALID;
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

/** What the operations on models do, for people and for programs. */
@Tag(name = "Models")
interface ModelApi {
  @Operation(
      operationId = "uploadModel",
      summary = "Upload a model",
      description =
          """
          Streams the file to the store, reads it within limits, and says what it is made of. \
          ONNX holds its network; a safetensors file or a PyTorch state dict (.pth, .th, .pt; \
          nothing in it is executed) needs the parameter `architecture`. What the file is its \
          content decides, not its name. Models of several files go through `/v1/uploads`. \
          A model with an operator that is not known yet is accepted; that part is reported as \
          frozen. Content that is refused is not kept.

              curl --data-binary @resnet18.onnx \
          'http://localhost:8080/v1/models?name=resnet18.onnx'
              curl -F file=@resnet18.onnx http://localhost:8080/v1/models
              curl -T resnet20.pth -X POST -H 'Content-Type: application/octet-stream' \
          'http://localhost:8080/v1/models?architecture=resnet20-cifar10'
              curl -F architecture=@config.json -F file=@model.safetensors \
          http://localhost:8080/v1/models
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
                    schemaProperties = {
                      @SchemaProperty(
                          name = "architecture",
                          schema = @Schema(type = "string", maxLength = 131_072)),
                      @SchemaProperty(
                          name = "file",
                          schema = @Schema(type = "string", format = "binary"))
                    })
              }),
      parameters =
          @Parameter(
              name = "Idempotency-Key",
              in = ParameterIn.HEADER,
              description =
                  "Makes it safe to send the request again: for 24 hours the same key, name, shape"
                      + " and content give the same model, with Idempotent-Replayed: true",
              schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
  @ApiResponse(
      responseCode = "201",
      description = "The model is stored and analysed",
      headers = {
        @Header(name = "Location", description = "The address of the model"),
        @Header(name = "Idempotent-Replayed", description = "true when an earlier request did it")
      })
  @Refuses({
    IDEMPOTENCY_IN_PROGRESS,
    TOO_LARGE,
    UNSUPPORTED_FORMAT,
    UNSUPPORTED_MEDIA_TYPE,
    MODEL_INVALID,
    IDEMPOTENCY_KEY_REUSE,
    INSUFFICIENT_STORAGE
  })
  ResponseEntity<ModelView> upload(
      @Parameter(
              description =
                  "What the model is called; without it the file name of the part or of the header"
                      + " Content-Disposition",
              schema = @Schema(type = "string", maxLength = 255))
          String name,
      @Parameter(
              description =
                  "Shapes of inputs whose extents the file leaves open: x:1,3,48,192, several"
                      + " inputs with semicolons between. Costs are counted for them; without it"
                      + " 224 stands in for height and width, 128 for other extents",
              example = "x:1,3,48,192",
              schema = @Schema(type = "string", maxLength = 4096))
          String shape,
      @Parameter(
              description =
                  "The network whose weights a state dict (safetensors, PyTorch) holds: a name,"
                      + " or JSON with a name and options, or a Hugging Face config.json. As a"
                      + " field of a form it stands before the part (file)",
              example = "resnet20-cifar10",
              schema = @Schema(type = "string", maxLength = 131_072))
          String architecture,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException;

  @Operation(
      operationId = "listModels",
      summary = "List models",
      description =
          """
          Newest first, one page at a time.

              curl 'http://localhost:8080/v1/models?limit=20'
          """)
  @ApiResponse(
      responseCode = "200",
      description = "One page",
      headers = @Header(name = "Link", description = "The next page, rel=\"next\""))
  @Refuses({})
  ResponseEntity<PageView<ModelView>> list(
      @Parameter(description = "Items a page; 0 for 20, at most 100") long limit,
      @Parameter(description = "nextCursor of the page before") String after);

  @Operation(
      operationId = "getModel",
      summary = "Show a model",
      description =
          """
          What the analysis of the upload found.

              curl http://localhost:8080/v1/models/mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "200", description = "The model")
  @Refuses({INVALID_ID, NOT_FOUND})
  ModelView get(String id);

  @Operation(
      operationId = "downloadModel",
      summary = "Download a model",
      description =
          """
          The bytes that were uploaded. Whole, or in up to 16 ranges; resumes with `curl -C -`.

              curl -O -J http://localhost:8080/v1/models/mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY/content
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
        @Header(name = "Content-Disposition", description = "The name of the model")
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
      @Parameter(description = "A file beside the main file, by its name", example = "weights.bin")
          String part,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException;

  @Operation(
      operationId = "getModelGroups",
      summary = "Show what can be cut",
      description =
          """
          The channel groups of a model: channels that can only be cut together, the layers that \
          make them, and why a group cannot be cut.

              curl http://localhost:8080/v1/models/mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY/groups
          """)
  @ApiResponse(responseCode = "200", description = "Every group, in graph order")
  @Refuses({INVALID_ID, NOT_FOUND, ARTIFACT_CORRUPT})
  GroupView.All groups(String id);

  @Operation(
      operationId = "deleteModel",
      summary = "Delete a model",
      description =
          """
          The model is gone at once; its bytes go within a day, unless another model or job has the \
          same content. A download that is under way finishes.

              curl -X DELETE http://localhost:8080/v1/models/mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY
          """)
  @ApiResponse(responseCode = "204", description = "The model is gone")
  @Refuses({INVALID_ID, NOT_FOUND, IN_USE})
  ResponseEntity<Void> delete(String id);
}
