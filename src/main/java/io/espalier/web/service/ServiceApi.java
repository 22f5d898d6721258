package io.espalier.web.service;

import static io.espalier.problem.ErrorCode.TEMPORARILY_UNAVAILABLE;

import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the operations on the service itself do, for people and for programs. */
@Tag(name = "Service")
interface ServiceApi {
  @Operation(
      operationId = "listMethods",
      summary = "List what can be done to a model",
      description =
          """
          Every step type, with the JSON schema of its options and an example.

              curl http://localhost:8080/v1/methods
          """)
  @ApiResponse(responseCode = "200", description = "Every step type")
  @Refuses({})
  ServiceController.Methods methods();

  @Operation(
      operationId = "getLimits",
      summary = "Show the limits",
      description =
          """
          Sizes that are taken, and items a page.

              curl http://localhost:8080/v1/limits
          """)
  @ApiResponse(responseCode = "200", description = "The limits in force")
  @Refuses({})
  ServiceController.Limits limits();

  @Operation(
      operationId = "getLiveness",
      summary = "Ask whether the process lives",
      description =
          """
          Answers as long as the process can answer at all.

              curl http://localhost:8080/v1/health/live
          """)
  @ApiResponse(responseCode = "200", description = "It lives")
  @Refuses({})
  ServiceController.Health live();

  @Operation(
      operationId = "getReadiness",
      summary = "Ask whether the service can take work",
      description =
          """
          Looks at the database and at the store.

              curl http://localhost:8080/v1/health/ready
          """)
  @ApiResponse(responseCode = "200", description = "It can")
  @Refuses({TEMPORARILY_UNAVAILABLE})
  ServiceController.Health ready();
}
