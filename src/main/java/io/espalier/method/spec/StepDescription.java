package io.espalier.method.spec;

import io.espalier.json.ConstantType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import io.espalier.method.spec.prune.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One step type: its name, what it does, and the options it takes.
 *
 * @param summary one sentence
 * @param options the whole step object, its type included
 * @param example a step as a job document writes it
 * @param choices what options may be, where more is to be said of them than a schema can
 */
public record StepDescription<S extends MethodSpec>(
    String type,
    String summary,
    ObjectType<S> options,
    Map<String, Object> example,
    List<Choice> choices) {
  public StepDescription {
    choices = List.copyOf(choices);
  }

  /** A step type with these options beside its type. */
  public static <S extends MethodSpec> StepDescription<S> of(
      String type,
      String summary,
      List<Option<?>> options,
      Function<OptionValues, S> make,
      S example) {
    List<Option<?>> all = new ArrayList<>();
    all.add(Option.required("type", ConstantType.of(type), summary));
    all.addAll(options);
    return new StepDescription<>(
        type, summary, ObjectType.of(all, make), example.toDocument(), List.of());
  }

  /** The same step type, in which at most one of two options may be given. */
  public StepDescription<S> withOnlyOneOf(String one, String other) {
    return new StepDescription<>(
        type, summary, options.withOnlyOneOf(one, other), example, choices);
  }

  /** The same step type, with a word on what some of its options may be. */
  public StepDescription<S> withChoices(List<Choice> described) {
    return new StepDescription<>(type, summary, options, example, described);
  }
}
