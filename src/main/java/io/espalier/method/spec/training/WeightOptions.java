package io.espalier.method.spec.training;

import static io.espalier.method.spec.training.OptimizerOptions.number;

import io.espalier.json.BooleanType;
import io.espalier.json.FractionType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import io.espalier.json.TextType;
import io.espalier.method.training.WeightRules;
import java.util.List;
import java.util.Optional;

/**
 * The options that say which weights learn, and how fast.
 *
 * @param train patterns of what learns
 * @param freeze patterns of what does not
 * @param groups rates of their own
 * @param decayVectors whether biases and scales are decayed
 * @param usual what absent options stand for
 */
record WeightOptions(
    Option<Optional<List<String>>> train,
    Option<Optional<List<String>>> freeze,
    Option<Optional<List<WeightRules.Group>>> groups,
    Option<Boolean> decayVectors,
    WeightRules usual) {
  private static final int LONGEST_PATTERN = 256;
  private static final int MOST_PATTERNS = 1024;
  private static final int MOST_GROUPS = 64;
  private static final double MOST_FACTOR = 1000;
  private static final String SYNTAX =
      " Names of tensors as the model has them, or patterns: * is any text, ? one character.";

  private static final OptionType<List<String>> PATTERNS =
      ListType.of(TextType.upTo(LONGEST_PATTERN), MOST_PATTERNS);
  private static final Option<List<String>> MATCH =
      Option.required("match", PATTERNS, "The weights of the group." + SYNTAX);
  private static final Option<Double> FACTOR =
      number(
          "learningRate",
          FractionType.between(0, MOST_FACTOR),
          "Factor of the optimizer's learning rate.",
          1);
  private static final Option<Optional<Double>> DECAY =
      Option.optional(
          "weightDecay",
          FractionType.between(0, OptimizerOptions.MOST_DECAY),
          "In the place of the optimizer's weight decay.");

  WeightOptions(WeightRules usual) {
    this(
        patterns("train", "Weights that learn; without it all do."),
        patterns("freeze", "Weights that stay as they are."),
        Option.optional(
            "groups",
            ListType.of(
                ObjectType.of(
                    List.of(MATCH, FACTOR, DECAY),
                    values ->
                        new WeightRules.Group(
                            values.get(MATCH), values.get(FACTOR), values.get(DECAY))),
                MOST_GROUPS),
            "Weights with a learning rate or weight decay of their own; the first that matches"
                + " holds."),
        Option.withDefault(
            "decayVectors",
            BooleanType.either(),
            "Whether weights with less than two axes, such as biases, are decayed too.",
            usual.decayVectors(),
            usual.decayVectors()),
        usual);
  }

  private static Option<Optional<List<String>>> patterns(String name, String description) {
    return Option.optional(name, PATTERNS, description + SYNTAX);
  }

  WeightRules read(OptionValues values) {
    return new WeightRules(
        values.get(train).orElse(usual.train()),
        values.get(freeze).orElse(usual.freeze()),
        values.get(groups).orElse(usual.groups()),
        values.get(decayVectors));
  }
}
