package io.espalier.architecture.description;

import io.espalier.architecture.Activation;
import io.espalier.architecture.Architecture;
import io.espalier.architecture.Pooling;
import io.espalier.architecture.VitArchitecture;
import io.espalier.architecture.VitArchitecture.Extents;
import io.espalier.json.ConstantType;
import io.espalier.json.FractionType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.List;
import java.util.Optional;

/**
 * The options of a vision transformer.
 *
 * @param heads what the name tells
 * @param extents what the name tells
 */
record VitOptions(Optional<Integer> heads, Extents extents) {
  private static final Extents UNTOLD =
      new Extents(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Option<Optional<Pooling>> POOLING =
      Option.optional(
          "pooling",
          Options.choice(Pooling.class, Pooling::wireName),
          "How the head gets one vector; the tensors tell it mostly.");
  private static final Option<Optional<Double>> EPSILON =
      Option.optional(
          "epsilon",
          FractionType.between(0, 1),
          "Of every LayerNorm; usually that of the library.");
  private static final Option<Activation> ACTIVATION =
      Option.withDefault(
          "activation",
          Options.activation(Activation.values()),
          "Between the linear layers of the MLP.",
          Activation.GELU,
          "gelu");

  /** The options of a family, whose name tells nothing more. */
  static VitOptions untold() {
    return new VitOptions(Optional.empty(), UNTOLD);
  }

  /** The options of a size with a name. */
  static VitOptions of(int depth, int width, int heads, int patchSize, int imageSize) {
    Extents extents =
        new Extents(
            Optional.of(depth), Optional.of(width), Optional.of(patchSize), Optional.of(imageSize));
    return new VitOptions(Optional.of(heads), extents);
  }

  ObjectType<Architecture> type(String name) {
    Option<String> type = Option.required("type", ConstantType.of(name), "The architecture.");
    Option<Integer> givenHeads =
        Options.unlessNamed("heads", Options.heads(), "Heads of each attention.", heads);
    Option<Optional<Integer>> depth =
        Options.open("depth", Options.blocks(), "Number of blocks.", extents.depth());
    Option<Optional<Integer>> width =
        Options.open("width", Options.width(), "Width of a token.", extents.width());
    Option<Optional<Integer>> patchSize =
        Options.open(
            "patchSize", Options.pixels(), "Height and width of a patch.", extents.patchSize());
    Option<Optional<Integer>> imageSize =
        Options.open(
            "imageSize", Options.pixels(), "Height and width of the image.", extents.imageSize());
    return ObjectType.of(
        List.of(type, givenHeads, depth, width, patchSize, imageSize, POOLING, EPSILON, ACTIVATION),
        values ->
            new VitArchitecture(
                values.get(givenHeads),
                new Extents(
                    values.get(depth),
                    values.get(width),
                    values.get(patchSize),
                    values.get(imageSize)),
                values.get(POOLING),
                values.get(EPSILON),
                values.get(ACTIVATION)));
  }
}
