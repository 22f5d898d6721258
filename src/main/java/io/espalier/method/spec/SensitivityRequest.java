package io.espalier.method.spec;

import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads requests to measure the sensitivity of a model: a job of that one step. */
public final class SensitivityRequest {
  private static final String STEP = "/steps/0/";

  private SensitivityRequest() {}

  /**
   * The job that a request asks for.
   *
   * @param model identifier of the model
   * @throws EspalierException ({@link ErrorCode#VALIDATION_FAILED}) with every fault and its JSON
   *     pointer
   */
  public static JobSpec read(String model, JsonNode document) {
    Problems problems = new Problems();
    Optional<JobSpec> spec = type(model).read(document, JsonPlace.root(problems));
    spec.ifPresent(read -> StepNeeds.check(read, problems));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return spec.orElseThrow(
        () -> new IllegalStateException("Impossible state: no job and no problem was read."));
  }

  /** A refusal of the job, with pointers into the request. */
  public static EspalierException placed(EspalierException refusal) {
    List<Problem> placed =
        refusal.problems().stream()
            .map(
                problem ->
                    problem.place().startsWith(STEP)
                        ? new Problem(
                            problem.place().substring(STEP.length() - 1),
                            problem.code(),
                            problem.message())
                        : problem)
            .toList();
    return new EspalierException(refusal.code(), refusal.getMessage(), placed);
  }

  /** The JSON schema (2020-12) of a request. */
  public static Map<String, Object> schema() {
    return type("").schema();
  }

  private static ObjectType<JobSpec> type(String model) {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(JobSpecReader.DATASET, JobSpecReader.SEED, JobSpecReader.PREPROCESS));
    all.addAll(SensitivityOptions.ALL);
    return ObjectType.of(
        all,
        values ->
            new JobSpec(
                model,
                values.get(JobSpecReader.DATASET),
                values.get(JobSpecReader.SEED),
                values.get(JobSpecReader.PREPROCESS),
                Placement.ANYWHERE,
                List.of(SensitivityOptions.read(values)),
                Set.of(Output.REPORT),
                Optional.empty()));
  }
}
