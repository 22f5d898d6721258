package io.espalier.architecture.description;

import io.espalier.architecture.Activation;
import io.espalier.architecture.Architecture;
import io.espalier.architecture.BertArchitecture;
import io.espalier.json.ConstantType;
import io.espalier.json.FractionType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.List;
import java.util.Optional;

/** The options of BERT. */
final class BertOptions {
  static final double USUAL_EPSILON = 1e-12;

  private static final Option<Integer> HEADS =
      Option.required("heads", Options.heads(), "Heads of each attention.");
  private static final Option<Optional<Integer>> DEPTH =
      Option.optional("depth", Options.blocks(), "Number of layers.");
  private static final Option<Optional<Integer>> WIDTH =
      Option.optional("width", Options.width(), "Width of a token.");
  private static final Option<Double> EPSILON =
      Option.withDefault(
          "epsilon",
          FractionType.between(0, 1),
          "Of every LayerNorm.",
          USUAL_EPSILON,
          USUAL_EPSILON);
  private static final Option<Activation> ACTIVATION =
      Option.withDefault(
          "activation",
          Options.activation(Activation.values()),
          "Between the linear layers of the MLP.",
          Activation.GELU,
          "gelu");

  private BertOptions() {}

  static ObjectType<Architecture> type(String name) {
    Option<String> type = Option.required("type", ConstantType.of(name), "The architecture.");
    return ObjectType.of(
        List.of(type, HEADS, DEPTH, WIDTH, EPSILON, ACTIVATION),
        values ->
            new BertArchitecture(
                values.get(HEADS),
                values.get(DEPTH),
                values.get(WIDTH),
                values.get(EPSILON),
                values.get(ACTIVATION)));
  }
}
