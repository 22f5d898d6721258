package io.espalier.web.service;

import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the operation on devices does, for people and for programs. */
@Tag(name = "Service")
interface DeviceApi {
  @Operation(
      operationId = "listDevices",
      summary = "List what jobs compute on",
      description =
          """
          The CPU or the GPUs of this process, their memory, and the job that runs on each.

              curl http://localhost:8080/v1/devices
          """)
  @ApiResponse(responseCode = "200", description = "Every device, in the order they are lent")
  @Refuses({})
  DeviceController.Devices devices();
}
