package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.INVALID_ID;
import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.TEMPORARILY_UNAVAILABLE;

import io.espalier.web.openapi.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What following a job does, for people and for programs. */
@Tag(name = "Jobs")
interface JobEventsApi {
  @Operation(
      operationId = "followJob",
      summary = "Follow a job",
      description =
          """
          Everything that happened to the job and everything that happens, as server-sent events; \
          the `data` of each is a JobEvent. The stream ends after `succeeded`, `failed` or \
          `cancelled`. A client that comes back with `Last-Event-ID` misses nothing. With \
          `Accept: application/json` the same address is a list of what has happened so far.

              curl -N http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/events
              curl -H 'Accept: application/json' \
          'http://localhost:8080/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/events?after=3'
          """,
      parameters =
          @Parameter(
              name = "Last-Event-ID",
              in = ParameterIn.HEADER,
              description = "The id of the last event that was received"))
  @ApiResponse(
      responseCode = "200",
      description = "The events",
      content = {
        @Content(
            mediaType = "text/event-stream",
            schema = @Schema(implementation = EventView.class),
            examples =
                @ExampleObject(
                    """
                    id: 4
                    event: progress
                    data: {"seq":4,"type":"progress","state":"RUNNING","fraction":0.42}

                    """)),
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = EventView.Part.class))
      })
  @ApiResponse(
      responseCode = "204",
      description = "The job has ended and the client has seen its last event")
  @Refuses({INVALID_ID, NOT_FOUND, TEMPORARILY_UNAVAILABLE})
  void events(
      String id,
      @Parameter(description = "Only events with a greater number") long after,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException;
}
