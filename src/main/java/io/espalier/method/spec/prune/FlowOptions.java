package io.espalier.method.spec.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.IntegerType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.TaggedType;
import io.espalier.json.TaggedType.Kind;
import io.espalier.method.spec.prune.Flow.Draw;
import io.espalier.method.spec.prune.Flow.Iterative;
import io.espalier.method.spec.prune.Flow.OneShot;
import io.espalier.method.spec.prune.Flow.Pace;
import io.espalier.method.spec.prune.Flow.Sampling;
import io.espalier.method.spec.prune.Flow.Tuning;
import io.espalier.method.spec.training.AugmentOptions;
import io.espalier.method.spec.training.TrainingOptions;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a flow is written: {@code "one-shot"} or {@code {"type":"sampling","candidates":200}}. */
public final class FlowOptions {
  private static final int MOST_ROUNDS = 100;
  private static final int MOST_CANDIDATES = 10_000;
  private static final int MOST_SECONDS = 604_800;
  private static final Iterative USUAL_ROUNDS = new Iterative(4, Pace.LINEAR, Optional.empty());
  private static final Sampling USUAL_SAMPLING =
      new Sampling(200, Draw.UNIFORM, 512, Optional.empty());

  private static final TrainingOptions TUNING = new TrainingOptions(TrainingSpec.DEFAULT);

  private static final Option<Integer> ROUNDS =
      count("rounds", MOST_ROUNDS, "How often the network is cut.", USUAL_ROUNDS.rounds());
  private static final Option<Pace> PACE =
      Option.withDefault(
          "pace",
          ChoiceType.of(Arrays.stream(Pace.values()), Pace::wireName),
          "How fast the rounds go down to the target: cubic cuts much at first.",
          USUAL_ROUNDS.pace(),
          USUAL_ROUNDS.pace().wireName());
  private static final Option<Optional<Tuning>> TUNE =
      Option.optional(
          "tune", tuningType(), "A training after every round; the options of fine-tune.");
  private static final Option<Integer> CANDIDATES =
      count(
          "candidates",
          MOST_CANDIDATES,
          "How many networks within the target are evaluated.",
          USUAL_SAMPLING.candidates());
  private static final Option<Draw> DRAW =
      Option.withDefault(
          "draw",
          ChoiceType.of(Arrays.stream(Draw.values()), Draw::wireName),
          "How widths are drawn: uniform, or by importance around what the criterion would cut.",
          USUAL_SAMPLING.draw(),
          USUAL_SAMPLING.draw().wireName());
  private static final Option<Integer> SAMPLES =
      count(
          "samples",
          CriterionOptions.MOST_SAMPLES,
          "Samples of the training split that networks are evaluated on.",
          USUAL_SAMPLING.samples());
  private static final Option<Optional<Integer>> SECONDS =
      Option.optional(
          "seconds",
          IntegerType.ofInt(1, MOST_SECONDS),
          "After so long the best network so far is taken; the result then depends on the speed"
              + " of the machine.");

  private static final Kind<Flow> ONE_SHOT =
      new Kind<>("one-shot", "Cut once.", List.of(), _ -> new OneShot());
  private static final Kind<Flow> ITERATIVE =
      new Kind<>(
          "iterative",
          "Score, cut, bring back and tune in rounds.",
          List.of(ROUNDS, PACE, TUNE),
          values -> new Iterative(values.get(ROUNDS), values.get(PACE), values.get(TUNE)));
  private static final Kind<Flow> SAMPLING =
      new Kind<>(
          "sampling",
          "Draw networks within the target and keep the best.",
          List.of(CANDIDATES, DRAW, SAMPLES, SECONDS),
          values ->
              new Sampling(
                  values.get(CANDIDATES),
                  values.get(DRAW),
                  values.get(SAMPLES),
                  values.get(SECONDS)));

  public static final Option<Flow> FLOW =
      Option.withDefault(
          "flow",
          TaggedType.of(List.of(ONE_SHOT, ITERATIVE, SAMPLING)),
          "In which turns the network is cut.",
          new OneShot(),
          document(new OneShot()));

  private FlowOptions() {}

  /** Every flow, each as it is where none of its options is given. */
  public static List<Choice> choices() {
    return List.of(
        choice(ONE_SHOT, new OneShot()),
        choice(ITERATIVE, USUAL_ROUNDS),
        choice(SAMPLING, USUAL_SAMPLING));
  }

  private static Choice choice(Kind<Flow> kind, Flow usual) {
    return new Choice(
        FLOW.name(),
        kind.name(),
        kind.meaning(),
        usual.needsData(),
        false,
        Choice.schemas(kind.options()));
  }

  /** A flow as a job document writes it. */
  public static Map<String, Object> document(Flow flow) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", flow.wireName());
    switch (flow) {
      case OneShot _ -> {}
      case Iterative iterative -> {
        document.put(ROUNDS.name(), iterative.rounds());
        document.put(PACE.name(), iterative.pace().wireName());
        iterative.tune().ifPresent(tuning -> document.put(TUNE.name(), document(tuning)));
      }
      case Sampling sampling -> {
        document.put(CANDIDATES.name(), sampling.candidates());
        document.put(DRAW.name(), sampling.draw().wireName());
        document.put(SAMPLES.name(), sampling.samples());
        sampling.seconds().ifPresent(seconds -> document.put(SECONDS.name(), seconds));
      }
    }
    return document;
  }

  private static Map<String, Object> document(Tuning tuning) {
    Map<String, Object> document = new LinkedHashMap<>(tuning.training().toDocument());
    document.put(
        AugmentOptions.AUGMENT.name(),
        tuning.augment().stream().map(AugmentOptions::document).toList());
    return document;
  }

  private static OptionType<Tuning> tuningType() {
    List<Option<?>> all = new ArrayList<>(TUNING.all());
    all.add(AugmentOptions.AUGMENT);
    return TUNING.restrict(
        ObjectType.of(
            all, values -> new Tuning(TUNING.read(values), values.get(AugmentOptions.AUGMENT))));
  }

  private static Option<Integer> count(String name, int most, String description, int usual) {
    return Option.withDefault(name, IntegerType.ofInt(1, most), description, usual, usual);
  }
}
