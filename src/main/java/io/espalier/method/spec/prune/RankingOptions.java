package io.espalier.method.spec.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.IntegerType;
import io.espalier.json.ListType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import io.espalier.json.TaggedType;
import io.espalier.json.TaggedType.Kind;
import io.espalier.method.spec.prune.Ranking.Normalization;
import io.espalier.method.spec.prune.Ranking.Reduction;
import io.espalier.method.spec.prune.Ranking.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say how scores become one order of channels. */
public final class RankingOptions {
  private static final int MOST_SETS = 256;
  private static final int MOST_SAMPLES = 1_000_000;
  private static final int USUAL_SAMPLES = 512;

  private static final Option<Normalization> NORMALIZE =
      Option.withDefault(
          "normalize",
          ChoiceType.of(Arrays.stream(Normalization.values()), Normalization::wireName),
          "What the scores of a layer are put in relation to, before layers are compared. Scores that"
              + " have one unit in all layers stay as they are: lamp, random, pfa, thinet, lasso,"
              + " obs and kl.",
          Ranking.USUAL.normalization(),
          Ranking.USUAL.normalization().wireName());
  private static final Option<Reduction> REDUCE =
      Option.withDefault(
          "reduce",
          ChoiceType.of(Arrays.stream(Reduction.values()), Reduction::wireName),
          "How the scores of layers that share channels become one.",
          Ranking.USUAL.reduction(),
          Ranking.USUAL.reduction().wireName());
  private static final Option<List<List<String>>> SETS =
      Option.required(
          "sets",
          ListType.of(LayerOptions.PATTERNS, MOST_SETS),
          "Sets of layers; those in none compete among themselves." + LayerOptions.SYNTAX);
  private static final Option<Integer> SAMPLES =
      Option.withDefault(
          "samples",
          IntegerType.ofInt(1, MOST_SAMPLES),
          "Samples of the training split that answers are compared on.",
          USUAL_SAMPLES,
          USUAL_SAMPLES);
  private static final Option<Scope> SCOPE =
      Option.withDefault(
          "scope",
          scopeType(),
          "Which channels compete with each other.",
          Ranking.USUAL.scope(),
          document(Ranking.USUAL.scope()));

  /** Every option, in the order documents list them. */
  public static final List<Option<?>> ALL = List.of(NORMALIZE, REDUCE, SCOPE);

  private RankingOptions() {}

  public static Ranking read(OptionValues values) {
    return new Ranking(values.get(NORMALIZE), values.get(REDUCE), values.get(SCOPE));
  }

  /** A ranking as members of a step. */
  public static Map<String, Object> document(Ranking ranking) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(NORMALIZE.name(), ranking.normalization().wireName());
    document.put(REDUCE.name(), ranking.reduction().wireName());
    document.put(SCOPE.name(), document(ranking.scope()));
    return document;
  }

  private static Object document(Scope scope) {
    return switch (scope) {
      case Scope.Global _ -> "global";
      case Scope.Layer _ -> "layer";
      case Scope.Isomorphic _ -> "isomorphic";
      case Scope.Sensitivity sensitivity -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "sensitivity");
        document.put("samples", sensitivity.samples());
        yield document;
      }
      case Scope.Sets sets -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "sets");
        document.put("sets", sets.sets());
        yield document;
      }
    };
  }

  private static OptionType<Scope> scopeType() {
    return TaggedType.of(
        List.of(
            new Kind<Scope>("global", "All of the network.", List.of(), _ -> new Scope.Global()),
            new Kind<Scope>(
                "layer",
                "Those of layers that share them: every layer gives up the same share.",
                List.of(),
                _ -> new Scope.Layer()),
            new Kind<Scope>(
                "isomorphic",
                "Those of layers in the same structure (Fang et al. 2024).",
                List.of(),
                _ -> new Scope.Isomorphic()),
            new Kind<Scope>(
                "sensitivity",
                "All of the network: each layer gives up as much as the network's answers bear.",
                List.of(SAMPLES),
                values -> new Scope.Sensitivity(values.get(SAMPLES))),
            new Kind<Scope>(
                "sets",
                "Those of each set of layers.",
                List.of(SETS),
                values -> new Scope.Sets(values.get(SETS)))));
  }
}
