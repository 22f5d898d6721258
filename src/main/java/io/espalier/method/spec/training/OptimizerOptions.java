package io.espalier.method.spec.training;

import io.espalier.engine.train.Optimizer;
import io.espalier.json.BooleanType;
import io.espalier.json.FractionType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.TaggedType;
import java.util.List;

/** How an optimiser is written: {@code "sgd"} or {@code {"type":"adamw","learningRate":1e-3}}. */
final class OptimizerOptions {
  private static final double LEAST_RATE = 1e-12;
  private static final double MOST_RATE = 100;
  static final double MOST_DECAY = 10;
  private static final double LEAST_EPSILON = 1e-16;

  static final Option<Boolean> NESTEROV =
      Option.withDefault(
          "nesterov", BooleanType.either(), "Momentum as Nesterov takes it.", false, false);

  private OptimizerOptions() {}

  /** Defaults of the given optimiser's kind are those it has. */
  static OptionType<Optimizer> type(Optimizer usual) {
    Optimizer.Sgd sgd =
        usual instanceof Optimizer.Sgd given ? given : new Optimizer.Sgd(0.01, 0.9, 1e-4, false);
    Optimizer.AdamW adam =
        usual instanceof Optimizer.AdamW given
            ? given
            : new Optimizer.AdamW(3e-4, 0.01, 0.9, 0.999, 1e-8);
    return TaggedType.of(List.of(sgd(sgd), adam(adam)));
  }

  private static TaggedType.Kind<Optimizer.Sgd> sgd(Optimizer.Sgd usual) {
    Option<Double> rate = rate(usual);
    Option<Double> decay = decay(usual);
    Option<Double> momentum =
        number("momentum", FractionType.between(0, 1), "Share of the last step.", usual.momentum());
    return new TaggedType.Kind<>(
        "sgd",
        "Stochastic gradient descent with momentum.",
        List.of(rate, momentum, NESTEROV, decay),
        values ->
            new Optimizer.Sgd(
                values.get(rate), values.get(momentum), values.get(decay), values.get(NESTEROV)));
  }

  private static TaggedType.Kind<Optimizer.AdamW> adam(Optimizer.AdamW usual) {
    Option<Double> rate = rate(usual);
    Option<Double> decay = decay(usual);
    Option<Double> beta1 =
        number("beta1", FractionType.between(0, 1), "Decay of the mean gradient.", usual.beta1());
    Option<Double> beta2 =
        number("beta2", FractionType.between(0, 1), "Decay of the mean square.", usual.beta2());
    Option<Double> epsilon =
        number(
            "epsilon",
            FractionType.between(LEAST_EPSILON, 1),
            "Added to the root of the mean square.",
            usual.epsilon());
    return new TaggedType.Kind<>(
        "adamw",
        "Adam with decoupled weight decay.",
        List.of(rate, beta1, beta2, epsilon, decay),
        values ->
            new Optimizer.AdamW(
                values.get(rate),
                values.get(decay),
                values.get(beta1),
                values.get(beta2),
                values.get(epsilon)));
  }

  private static Option<Double> rate(Optimizer usual) {
    return number(
        "learningRate",
        FractionType.between(LEAST_RATE, MOST_RATE),
        "Learning rate that the schedule's factor is taken of.",
        usual.learningRate());
  }

  private static Option<Double> decay(Optimizer usual) {
    return number(
        "weightDecay",
        FractionType.between(0, MOST_DECAY),
        "Weight decay, as PyTorch's optimisers count it.",
        usual.weightDecay());
  }

  static Option<Double> number(
      String name, OptionType<Double> type, String description, double usual) {
    return Option.withDefault(name, type, description, usual, usual);
  }
}
