package io.espalier.method.spec;

import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.TextType;
import java.util.List;
import java.util.Optional;

/** The options of an evaluation. */
final class EvaluationOptions {
  private static final int LONGEST_NAME = 64;

  private static final Option<String> SPLIT =
      Option.withDefault(
          "split",
          TextType.upTo(LONGEST_NAME),
          "The split that accuracy is measured on.",
          Evaluation.TEST,
          Evaluation.TEST);
  private static final Option<Optional<String>> DATASET =
      Option.optional(
          "dataset",
          TextType.upTo(LONGEST_NAME),
          "Data set that accuracy is measured on, where it is not that of the job.");

  static final ObjectType<Evaluation> TYPE =
      ObjectType.of(
          List.of(SPLIT, DATASET),
          values -> new Evaluation(values.get(SPLIT), values.get(DATASET)));

  private EvaluationOptions() {}
}
