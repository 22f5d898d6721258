package io.espalier.method.spec.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.ListType;
import io.espalier.json.NamedType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The options that say what kinds of structure may go. */
public final class LevelOptions {
  private static final String HEADS = "heads";
  private static final String HEAD_DIMENSIONS = "head-dimensions";

  private static final Option<Optional<List<PruneLevel>>> LEVELS =
      Option.optional(
              "levels",
              ListType.ofDistinct(
                  ChoiceType.of(Arrays.stream(PruneLevel.values()), PruneLevel::wireName),
                  PruneLevel.values().length,
                  level -> level),
              "What may go: filters, channels of a residual stage, units of an mlp, whole heads or"
                  + " dimensions of every head, residual blocks, or the depth of a transformer.")
          .documenting(PruneLevel.wireNames(PruneSpec.USUAL_LEVELS));
  private static final Option<Optional<String>> ATTENTION =
      Option.optional(
              "attention",
              NamedType.of(
                  ChoiceType.of(Stream.of(HEAD_DIMENSIONS, HEADS), name -> name),
                  "What goes of an attention."),
              "What goes of an attention; now head-dimension or head in levels.")
          .asDeprecated();

  /** Every option, in the order documents list them. */
  public static final List<Option<?>> ALL = List.of(LEVELS, ATTENTION);

  private LevelOptions() {}

  /** The step type with what no single option can say: levels or attention, not both. */
  public static <S extends MethodSpec> StepDescription<S> restrict(StepDescription<S> description) {
    return description.withOnlyOneOf(LEVELS.name(), ATTENTION.name());
  }

  public static Set<PruneLevel> read(OptionValues values) {
    return values
        .get(LEVELS)
        .map(Set::copyOf)
        .orElseGet(
            () -> values.get(ATTENTION).map(LevelOptions::earlier).orElse(PruneSpec.USUAL_LEVELS));
  }

  private static Set<PruneLevel> earlier(String attention) {
    Set<PruneLevel> levels = EnumSet.copyOf(PruneSpec.USUAL_LEVELS);
    if (attention.equals(HEADS)) {
      levels.remove(PruneLevel.HEAD_DIMENSION);
      levels.add(PruneLevel.HEAD);
    }
    return levels;
  }
}
