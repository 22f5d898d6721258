package io.espalier.web.graph;

import static io.espalier.problem.ErrorCode.ARTIFACT_CORRUPT;
import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.NOT_FOUND;

import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the operation on the graph of a model does, for people and for programs. */
@Tag(name = "Models")
interface ModelGraphApi {
  @Operation(
      operationId = "getModelGraph",
      summary = "Show the graph of a model",
      description =
          """
          The network as it is analysed: constants folded, shapes computed, and, unless you say \
          otherwise, normalisations, activations and attention as one operator where the exporter \
          spelled them out. Without the data of its weights.

              curl 'http://localhost:8080/v1/models/mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY/graph?fused=true'
          """)
  @ApiResponse(responseCode = "200", description = "The graph")
  @Refuses({INVALID_ID, NOT_FOUND, ARTIFACT_CORRUPT})
  GraphView graph(
      String id,
      @Parameter(description = "Whether spelled-out operators are shown as one") boolean fused);
}
