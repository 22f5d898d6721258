package io.espalier.method.spec;

import io.espalier.json.ChoiceType;
import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.TextType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads job documents; what it accepts is what {@link #schema()} documents. */
public final class JobSpecReader {
  private static final int LONGEST_IDENTIFIER = 64;
  private static final int MOST_STEPS = 16;

  private static final Option<String> MODEL =
      Option.required(
          "model",
          TextType.upTo(LONGEST_IDENTIFIER),
          "Identifier of the model, as the upload returned it.");
  private static final Option<Long> SEED =
      Option.withDefault(
          "seed",
          IntegerType.ofLong(Long.MIN_VALUE, Long.MAX_VALUE),
          "Source of every random choice; the same document and seed give the same model.",
          0L,
          0);
  private static final Option<List<Output>> OUTPUTS =
      Option.withDefault(
          "outputs",
          ListType.ofDistinct(
              ChoiceType.of(Arrays.stream(Output.values()), Output::wireName),
              Output.values().length),
          "What the job leaves behind.",
          List.of(Output.values()),
          Arrays.stream(Output.values()).map(Output::wireName).toList());
  private static final Option<String> DATASET =
      Option.required(
          "dataset",
          TextType.upTo(LONGEST_IDENTIFIER),
          "Labelled data set that accuracy is measured on.");
  private static final Option<Optional<Evaluation>> EVALUATE =
      Option.optional(
          "evaluate",
          ObjectType.of(List.of(DATASET), values -> new Evaluation(values.get(DATASET))),
          "Measure accuracy before and after.");

  private final ObjectType<JobSpec> type;

  public JobSpecReader(List<StepDescription<?>> stepTypes) {
    Option<List<MethodSpec>> steps =
        Option.required(
            "steps",
            ListType.of(new StepType(stepTypes), MOST_STEPS),
            "What is done to the model, in order.");
    this.type =
        ObjectType.of(
            List.of(MODEL, steps, SEED, OUTPUTS, EVALUATE),
            values ->
                new JobSpec(
                    values.get(MODEL),
                    values.get(steps),
                    values.get(SEED),
                    Set.copyOf(values.get(OUTPUTS)),
                    values.get(EVALUATE)));
  }

  /**
   * The job a document describes.
   *
   * @throws EspalierException ({@link ErrorCode#VALIDATION_FAILED}) with every fault and its JSON
   *     pointer
   */
  public JobSpec read(JsonNode document) {
    Problems problems = new Problems();
    Optional<JobSpec> spec = type.read(document, JsonPlace.root(problems));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return spec.orElseThrow(
        () -> new IllegalStateException("Impossible state: no job and no problem was read."));
  }

  /** The JSON schema (2020-12) of the job document. */
  public Map<String, Object> schema() {
    return type.schema();
  }
}
