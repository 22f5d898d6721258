package io.espalier.web.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A refusal as it goes over the wire, {@code application/problem+json} (RFC 9457).
 *
 * @param type where the kind of problem is explained
 * @param title the same for every problem of this kind
 * @param detail what is wrong this time and what to do
 * @param instance the path of the request
 * @param code stable name of the kind
 * @param traceId finds the request in the server's log
 * @param errors every fault that has a place
 */
@Schema(name = "Problem", description = "Why a request was refused, after RFC 9457")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDocument(
    @Schema(example = "/problems/validation-failed") String type,
    @Schema(example = "The request is not valid") String title,
    @Schema(example = "422") int status,
    @Schema(example = "The ratio (1.4) of step 1 (prune) must be in [0, 1).") String detail,
    @Schema(example = "/v1/jobs") String instance,
    @Schema(example = "validation-failed") String code,
    @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736") String traceId,
    List<Fault> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public ProblemDocument {
    errors = List.copyOf(errors);
  }

  static ProblemDocument of(Refusal refusal, String instance, String traceId) {
    String code = refusal.code().wireName();
    return new ProblemDocument(
        "/problems/" + code,
        refusal.code().title(),
        refusal.status(),
        refusal.detail(),
        instance,
        code,
        traceId,
        refusal.problems().stream().map(Fault::of).toList());
  }

  /**
   * One fault and its place.
   *
   * @param pointer a JSON pointer into the request, or empty
   * @param location a place elsewhere: a header, a parameter, a part of the model; or empty
   */
  @Schema(name = "Fault")
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Fault(
      @Schema(description = "JSON Pointer into the request", example = "/steps/0/target/macs")
          String pointer,
      @Schema(
              description = "A place outside the body, for example model:graph.node[17]",
              example = "header:Range")
          String location,
      @Schema(example = "out-of-range") String code,
      @Schema(example = "must be at least 0 and below 1") String message) {

    public static Fault of(Problem problem) {
      boolean pointer = problem.place().isEmpty() || problem.place().startsWith("/");
      return new Fault(
          pointer ? problem.place() : "",
          pointer ? "" : problem.place(),
          problem.code(),
          problem.message());
    }
  }
}
