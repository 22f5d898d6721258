package io.espalier.method.spec;

import io.espalier.dataset.PreprocessingOverride;
import io.espalier.dataset.PreprocessingType;
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
  static final Option<Long> SEED =
      Option.withDefault(
          "seed",
          IntegerType.ofLong(Long.MIN_VALUE, Long.MAX_VALUE),
          "Source of every random choice; the same document and seed give the same model.",
          0L,
          0);
  private static final Option<List<Output>> OUTPUTS =
      Option.withDefault(
          "outputs",
          ListType.ofDistinct(new OutputType(), OutputKind.values().length, Output::kind),
          "What the job leaves behind: names, or objects where an output has options.",
          List.of(Output.ONNX, Output.REPORT),
          List.of(Output.ONNX.toDocument(), Output.REPORT.toDocument()));
  static final Option<Optional<String>> DATASET =
      Option.optional(
          "dataset",
          TextType.upTo(LONGEST_IDENTIFIER),
          "Data set that steps train on and accuracy is measured on: an identifier, as the upload"
              + " returned it, or the name of a bundled set.");
  static final Option<PreprocessingOverride> PREPROCESS =
      Option.withDefault(
          "preprocess",
          PreprocessingType.type(),
          "How pictures become numbers, where it differs from what the data set declares.",
          PreprocessingOverride.NONE,
          Map.of());
  private static final Option<DeviceChoice> DEVICE =
      Option.withDefault(
          "device",
          ChoiceType.of(Arrays.stream(DeviceChoice.values()), DeviceChoice::wireName),
          "What the job runs on.",
          DeviceChoice.ANY,
          DeviceChoice.ANY.wireName());
  private static final Option<Integer> DEVICES =
      Option.withDefault(
          "devices",
          IntegerType.ofInt(1, Placement.MOST),
          "Devices of one machine that share a training.",
          1,
          1);

  private static final Option<Optional<Evaluation>> EVALUATE =
      Option.optional("evaluate", EvaluationOptions.TYPE, "Measure accuracy before and after.");

  private final ObjectType<JobSpec> type;

  public JobSpecReader(List<StepDescription<?>> stepTypes) {
    Option<List<MethodSpec>> steps =
        Option.required(
            "steps",
            ListType.of(new StepType(stepTypes), MOST_STEPS),
            "What is done to the model, in order.");
    this.type =
        ObjectType.of(
            List.of(MODEL, DATASET, SEED, PREPROCESS, DEVICE, DEVICES, steps, OUTPUTS, EVALUATE),
            values ->
                new JobSpec(
                    values.get(MODEL),
                    values.get(DATASET),
                    values.get(SEED),
                    values.get(PREPROCESS),
                    new Placement(values.get(DEVICE), values.get(DEVICES)),
                    values.get(steps),
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
    spec.ifPresent(read -> StepNeeds.check(read, problems));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return spec.orElseThrow(
        () -> new IllegalStateException("Impossible state: no job and no problem was read."));
  }

  /** The JSON schema (2020-12) of the job document. */
  public Map<String, Object> schema() {
    return type.schema();
  }
}
