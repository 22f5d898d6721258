package io.espalier.web.dataset;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.PreprocessingOverride;
import io.espalier.dataset.PreprocessingType;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.dataset.read.DatasetOptions.CsvColumns;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.StrictJson;
import io.espalier.json.TextType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the query of an upload says of its data set.
 *
 * @param task what the targets are; empty to follow from the content
 * @param seed of the split of what is not divided
 * @param trainShare of the samples, where they are not divided
 * @param preprocess a JSON object; empty for none
 * @param columns a JSON object of the columns of a table; empty for the usual names
 */
record DatasetParameters(
    String task, long seed, double trainShare, String preprocess, String columns) {
  private static final double LEAST_SHARE = 0.01;
  private static final int MOST_TARGETS = 1000;
  private static final OptionType<String> COLUMN = TextType.upTo(255);

  private static final Option<List<String>> TARGETS =
      Option.withDefault("targets", ListType.of(COLUMN, MOST_TARGETS), "", List.of(), List.of());
  private static final Option<Optional<String>> IMAGE = Option.optional("image", COLUMN, "");
  private static final Option<Optional<String>> SPLIT = Option.optional("split", COLUMN, "");

  private static final Option<Optional<DatasetTask>> TASK =
      Option.optional(
          "task", ChoiceType.of(Arrays.stream(DatasetTask.values()), DatasetTask::wireName), "");
  private static final Option<Long> SEED =
      Option.required("seed", IntegerType.ofLong(Long.MIN_VALUE, Long.MAX_VALUE), "");
  private static final Option<Double> TRAIN_SHARE =
      Option.required("trainShare", FractionType.between(LEAST_SHARE, 1), "");
  private static final Option<Optional<PreprocessingOverride>> PREPROCESS =
      Option.optional("preprocess", PreprocessingType.type(), "");
  private static final Option<CsvColumns> COLUMNS =
      Option.withDefault(
          "columns",
          ObjectType.of(
              List.of(TARGETS, IMAGE, SPLIT),
              values -> new CsvColumns(values.get(TARGETS), values.get(IMAGE), values.get(SPLIT))),
          "",
          DatasetOptions.NONE.columns(),
          "");

  private static final ObjectType<DatasetOptions> TYPE =
      ObjectType.of(
          List.of(TASK, SEED, TRAIN_SHARE, PREPROCESS, COLUMNS),
          values ->
              new DatasetOptions(
                  values.get(TASK),
                  new SeededSplit(values.get(SEED), values.get(TRAIN_SHARE)),
                  values.get(PREPROCESS),
                  values.get(COLUMNS)));

  /**
   * The same as options.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED with every fault,
   *     MALFORMED_JSON or DUPLICATE_KEY for what is no JSON object
   */
  DatasetOptions options() {
    Problems problems = new Problems();
    Optional<DatasetOptions> options = TYPE.read(document(), JsonPlace.root(problems));
    Problems placed = new Problems();
    placed.addAll(problems.toList().stream().map(DatasetParameters::inQuery).toList());
    placed.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return options.orElseThrow();
  }

  private static Problem inQuery(Problem problem) {
    return new Problem("query:" + problem.place().substring(1), problem.code(), problem.message());
  }

  private JsonNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("seed", seed);
    document.put("trainShare", trainShare);
    if (!task.isEmpty()) {
      document.put("task", task);
    }
    putJson(document, "preprocess", preprocess);
    putJson(document, "columns", columns);
    return document;
  }

  private static void putJson(ObjectNode document, String name, String text) {
    if (!text.isEmpty()) {
      document.set(name, StrictJson.read(name, text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
