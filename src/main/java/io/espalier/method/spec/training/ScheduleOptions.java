package io.espalier.method.spec.training;

import static io.espalier.method.spec.training.OptimizerOptions.number;

import io.espalier.engine.train.Schedule;
import io.espalier.json.FractionType;
import io.espalier.json.ListType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.TaggedType;
import java.util.List;

/** How a schedule is written: {@code "cosine"} or {@code {"type":"linear","warmup":0.1}}. */
final class ScheduleOptions {
  private static final double USUAL_RISE = 0.3;
  private static final double USUAL_START = 0.04;
  private static final double USUAL_END = 4e-6;
  private static final double USUAL_GAMMA = 0.1;
  private static final double LEAST_FACTOR = 1e-9;
  private static final int MOST_MILESTONES = 64;
  private static final List<Double> USUAL_MILESTONES = List.of(0.5, 0.75);

  private static final Option<Double> FLOOR =
      number("floor", FractionType.upTo(0, 1), "Factor of the learning rate at the end.", 0);
  private static final Option<Double> RISE =
      warmup("Share of the steps in which the rate rises.", USUAL_RISE);
  private static final Option<Double> START =
      number(
          "start",
          FractionType.upTo(LEAST_FACTOR, 1),
          "Factor of the learning rate at the beginning.",
          USUAL_START);
  private static final Option<Double> END =
      number(
          "floor", FractionType.upTo(0, 1), "Factor of the learning rate at the end.", USUAL_END);
  private static final Option<Double> GAMMA =
      number(
          "gamma",
          FractionType.upTo(LEAST_FACTOR, 1),
          "What the rate is multiplied by at each milestone.",
          USUAL_GAMMA);
  private static final Option<List<Double>> MILESTONES =
      Option.withDefault(
          "milestones",
          ListType.ofDistinct(FractionType.between(0, 1), MOST_MILESTONES, share -> share),
          "Shares of all steps at which the rate falls.",
          USUAL_MILESTONES,
          USUAL_MILESTONES);

  private ScheduleOptions() {}

  /**
   * @param usual the warm-up of every schedule but the one-cycle
   */
  static OptionType<Schedule> type(double usual) {
    Option<Double> warmup =
        warmup("Share of the steps in which the rate first rises from near 0.", usual);
    return TaggedType.of(
        List.of(
            new TaggedType.Kind<>(
                "constant",
                "The rate stays.",
                List.of(warmup),
                values -> new Schedule.Constant(values.get(warmup))),
            new TaggedType.Kind<>(
                "cosine",
                "The rate falls to the floor by half a cosine.",
                List.of(warmup, FLOOR),
                values -> new Schedule.Cosine(values.get(warmup), values.get(FLOOR))),
            new TaggedType.Kind<>(
                "linear",
                "The rate falls to the floor by a line.",
                List.of(warmup, FLOOR),
                values -> new Schedule.Linear(values.get(warmup), values.get(FLOOR))),
            new TaggedType.Kind<>(
                "step",
                "The rate falls at each milestone.",
                List.of(warmup, MILESTONES, GAMMA),
                values ->
                    new Schedule.Step(
                        values.get(warmup), values.get(MILESTONES), values.get(GAMMA))),
            new TaggedType.Kind<>(
                "one-cycle",
                "The rate rises from the start and falls to the floor, both by cosines.",
                List.of(RISE, START, END),
                values ->
                    new Schedule.OneCycle(values.get(RISE), values.get(START), values.get(END)))));
  }

  private static Option<Double> warmup(String description, double usual) {
    return number("warmup", FractionType.between(0, 1), description, usual);
  }
}
