package io.espalier.architecture.description;

import io.espalier.architecture.Activation;
import io.espalier.architecture.Architecture;
import io.espalier.architecture.ResNetArchitecture;
import io.espalier.architecture.ResNetArchitecture.Block;
import io.espalier.architecture.ResNetArchitecture.Strides;
import io.espalier.json.BooleanType;
import io.espalier.json.ConstantType;
import io.espalier.json.IntegerType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import java.util.List;
import java.util.Optional;

/**
 * The options of a residual network for large images.
 *
 * @param block what the name tells
 * @param depths what the name tells
 * @param groups what the name tells
 */
record ResNetOptions(
    Optional<Block> block, Optional<List<Integer>> depths, Optional<Integer> groups) {
  private static final int STAGES = 4;
  private static final int MOST_GROUPS = 1 << 12;

  private static final Option<Boolean> FIRST_CONVOLUTION =
      Option.withDefault(
          "strideInFirstConvolution",
          BooleanType.either(),
          "A bottleneck halves height and width in its first convolution, not in its second.",
          false,
          false);
  private static final Option<Integer> IMAGE_SIZE = Options.imageSize(Options.USUAL_IMAGE_SIZE);

  static OptionType<List<Integer>> stages() {
    return ListType.of(Options.blocks(), STAGES);
  }

  static ResNetOptions untold() {
    return new ResNetOptions(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static ResNetOptions of(Block block, int groups, Integer... depths) {
    return new ResNetOptions(Optional.of(block), Optional.of(List.of(depths)), Optional.of(groups));
  }

  ObjectType<Architecture> type(String name) {
    Option<String> type = Option.required("type", ConstantType.of(name), "The architecture.");
    Option<Optional<Block>> givenBlock =
        Options.open(
            "block",
            Options.choice(Block.class, Block::wireName),
            "What a residual branch is made of.",
            block);
    Option<Optional<List<Integer>>> givenDepths =
        Options.open("depths", stages(), "Blocks of each stage.", depths);
    Option<Optional<Integer>> givenGroups =
        Options.open(
            "groups",
            IntegerType.ofInt(1, MOST_GROUPS),
            "Groups of the second convolution of a bottleneck.",
            groups);
    return ObjectType.of(
        List.of(type, givenBlock, givenDepths, givenGroups, FIRST_CONVOLUTION, IMAGE_SIZE),
        values ->
            new ResNetArchitecture(
                values.get(givenBlock),
                values.get(givenDepths).orElse(List.of()),
                values.get(givenGroups),
                new Strides(false, values.get(FIRST_CONVOLUTION)),
                Activation.RELU,
                values.get(IMAGE_SIZE)));
  }
}
