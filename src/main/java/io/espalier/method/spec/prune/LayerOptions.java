package io.espalier.method.spec.prune;

import io.espalier.json.FractionType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import io.espalier.json.TextType;
import io.espalier.method.spec.prune.LayerRules.LayerRatio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that hold for single layers. */
public final class LayerOptions {
  /** What a pattern is; the end of a description. */
  static final String SYNTAX =
      " Patterns on names of layers or of their weights: * is any text, ? one character.";

  private static final int LONGEST_PATTERN = 256;
  private static final int MOST_PATTERNS = 1024;
  private static final OptionType<String> NAME = TextType.upTo(LONGEST_PATTERN);

  /** A list of patterns, at least one. */
  static final OptionType<List<String>> PATTERNS = ListType.of(NAME, MOST_PATTERNS);

  private static final Option<String> PATTERN =
      Option.required("pattern", NAME, "The layers." + SYNTAX);
  private static final Option<Double> RATIO =
      Option.required("ratio", FractionType.between(0, 1), "Share of their channels that goes.");

  private static final Option<List<String>> PROTECT =
      Option.withDefault(
          "protect",
          ListType.of(NAME, MOST_PATTERNS).orNone(),
          "Layers that keep all their outputs, and do not go with a block." + SYNTAX,
          List.of(),
          List.of());
  private static final Option<List<LayerRatio>> RATIOS =
      Option.withDefault(
          "ratios",
          ListType.of(
                  ObjectType.of(
                      List.of(PATTERN, RATIO),
                      values -> new LayerRatio(values.get(PATTERN), values.get(RATIO))),
                  MOST_PATTERNS)
              .orNone(),
          "Layers whose share is given; the first pattern that matches counts, and the target is"
              + " reached with the other layers.",
          List.of(),
          List.of());

  /** Every option, in the order documents list them. */
  public static final List<Option<?>> ALL = List.of(PROTECT, RATIOS);

  private LayerOptions() {}

  public static LayerRules read(OptionValues values) {
    return new LayerRules(values.get(PROTECT), values.get(RATIOS));
  }

  /** Rules as members of a step. */
  public static Map<String, Object> document(LayerRules rules) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(PROTECT.name(), rules.protect());
    document.put(RATIOS.name(), rules.ratios().stream().map(LayerOptions::document).toList());
    return document;
  }

  private static Map<String, Object> document(LayerRatio rule) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(PATTERN.name(), rule.pattern());
    document.put(RATIO.name(), rule.ratio());
    return document;
  }
}
