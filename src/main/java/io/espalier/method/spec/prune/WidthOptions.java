package io.espalier.method.spec.prune;

import io.espalier.json.IntegerType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.StepDescription;
import java.util.List;
import java.util.Optional;

/** The options that bound the widths of layers. */
public final class WidthOptions {
  private static final int MOST_ROUNDING = 256;
  private static final OptionType<Integer> LEAST_WIDTH = IntegerType.ofInt(1, 65_536);

  private static final Option<Integer> ROUNDING =
      Option.withDefault(
          "rounding",
          IntegerType.ofInt(1, MOST_ROUNDING),
          "Widths become a multiple of this in layers at least twice as wide; 1 allows any width.",
          WidthLimits.USUAL.rounding(),
          WidthLimits.USUAL.rounding());
  private static final Option<Optional<Integer>> MINIMUM =
      Option.optional(
              "minChannels",
              LEAST_WIDTH,
              "The fewest channels a layer is left with; layers that have fewer stay whole.")
          .documenting(WidthLimits.USUAL.minimumChannels());
  private static final Option<Optional<Integer>> EARLIER_MINIMUM =
      Option.optional("minimumChannels", LEAST_WIDTH, "Now minChannels.").asDeprecated();

  /** Every option, in the order documents list them. */
  public static final List<Option<?>> ALL = List.of(ROUNDING, MINIMUM, EARLIER_MINIMUM);

  private WidthOptions() {}

  /** The step type with what no single option can say: one name of the minimum, not both. */
  public static <S extends MethodSpec> StepDescription<S> restrict(StepDescription<S> description) {
    return description.withOnlyOneOf(MINIMUM.name(), EARLIER_MINIMUM.name());
  }

  public static WidthLimits read(OptionValues values) {
    return new WidthLimits(
        values.get(ROUNDING),
        values
            .get(MINIMUM)
            .or(() -> values.get(EARLIER_MINIMUM))
            .orElse(WidthLimits.USUAL.minimumChannels()));
  }
}
