package io.espalier.architecture.description;

import io.espalier.architecture.Activation;
import io.espalier.architecture.Architecture;
import io.espalier.architecture.BertArchitecture;
import io.espalier.architecture.ResNetArchitecture;
import io.espalier.architecture.ResNetArchitecture.Block;
import io.espalier.architecture.ResNetArchitecture.Strides;
import io.espalier.architecture.VitArchitecture;
import io.espalier.architecture.VitArchitecture.Extents;
import io.espalier.json.BooleanType;
import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The {@code config.json} of Hugging Face transformers, as far as it decides what is computed.
 *
 * <p>Members that do not are passed over; those that would change the network are refused.
 */
public final class HuggingFaceConfig {
  private static final Option<Integer> HEADS =
      Option.required("num_attention_heads", Options.heads(), "Heads of each attention.");
  private static final Option<Optional<Integer>> DEPTH =
      Option.optional("num_hidden_layers", Options.blocks(), "Number of layers.");
  private static final Option<Optional<Integer>> WIDTH =
      Option.optional("hidden_size", Options.width(), "Width of a token.");
  private static final Option<Optional<Integer>> PATCH_SIZE =
      Option.optional("patch_size", Options.pixels(), "Height and width of a patch.");
  private static final Option<Optional<Integer>> IMAGE_SIZE =
      Option.optional("image_size", Options.pixels(), "Height and width of the image.");
  private static final Option<Double> EPSILON =
      Option.withDefault(
          "layer_norm_eps",
          FractionType.between(0, 1),
          "Of every LayerNorm.",
          BertOptions.USUAL_EPSILON,
          BertOptions.USUAL_EPSILON);
  private static final Option<Activation> ACTIVATION =
      Option.withDefault(
          "hidden_act",
          Options.activation(Activation.values()),
          "Between the linear layers of the MLP.",
          Activation.GELU,
          "gelu");
  private static final Option<String> POSITIONS =
      only("position_embedding_type", "absolute", "How positions are told.");
  private static final Option<Boolean> DECODER =
      Option.withDefault(
          "is_decoder",
          BooleanType.onlyFalse(),
          "Whether tokens see earlier ones only.",
          false,
          false);

  private static final Option<Block> BLOCK =
      Option.withDefault(
          "layer_type",
          Options.choice(Block.class, Block::wireName),
          "What a residual branch is made of.",
          Block.BOTTLENECK,
          "bottleneck");
  private static final Option<Optional<List<Integer>>> DEPTHS =
      Option.optional("depths", ResNetOptions.stages(), "Blocks of each stage.");
  private static final Option<Boolean> FIRST_STAGE =
      Option.withDefault(
          "downsample_in_first_stage",
          BooleanType.either(),
          "The first stage halves height and width too.",
          false,
          false);
  private static final Option<Boolean> FIRST_CONVOLUTION =
      Option.withDefault(
          "downsample_in_bottleneck",
          BooleanType.either(),
          "A bottleneck halves height and width in its first convolution.",
          false,
          false);
  private static final Option<Activation> RESNET_ACTIVATION =
      Option.withDefault(
          "hidden_act",
          Options.activation(Activation.RELU, Activation.GELU, Activation.SILU),
          "After every sum and between convolutions.",
          Activation.RELU,
          "relu");

  private HuggingFaceConfig() {}

  /** The members of each model type that are read. */
  public static SequencedMap<String, ObjectType<Architecture>> types() {
    SequencedMap<String, ObjectType<Architecture>> types = new LinkedHashMap<>();
    types.put("vit", vit());
    types.put("deit", vit());
    types.put("bert", bert());
    types.put("resnet", resNet());
    return types;
  }

  private static ObjectType<Architecture> vit() {
    return ObjectType.open(
        List.of(HEADS, DEPTH, WIDTH, PATCH_SIZE, IMAGE_SIZE, EPSILON, ACTIVATION),
        values ->
            new VitArchitecture(
                values.get(HEADS),
                new Extents(
                    values.get(DEPTH),
                    values.get(WIDTH),
                    values.get(PATCH_SIZE),
                    values.get(IMAGE_SIZE)),
                Optional.empty(),
                Optional.of(values.get(EPSILON)),
                values.get(ACTIVATION)));
  }

  private static ObjectType<Architecture> bert() {
    return ObjectType.open(
        List.of(HEADS, DEPTH, WIDTH, EPSILON, ACTIVATION, POSITIONS, DECODER),
        values ->
            new BertArchitecture(
                values.get(HEADS),
                values.get(DEPTH),
                values.get(WIDTH),
                values.get(EPSILON),
                values.get(ACTIVATION)));
  }

  private static ObjectType<Architecture> resNet() {
    return ObjectType.open(
        List.of(BLOCK, DEPTHS, FIRST_STAGE, FIRST_CONVOLUTION, RESNET_ACTIVATION, IMAGE_SIZE),
        values ->
            new ResNetArchitecture(
                Optional.of(values.get(BLOCK)),
                values.get(DEPTHS).orElse(List.of()),
                Optional.of(1),
                new Strides(values.get(FIRST_STAGE), values.get(FIRST_CONVOLUTION)),
                values.get(RESNET_ACTIVATION),
                values.get(IMAGE_SIZE).orElse(Options.USUAL_IMAGE_SIZE)));
  }

  private static Option<String> only(String name, String allowed, String description) {
    return Option.withDefault(
        name,
        ChoiceType.of(Stream.of(allowed), Function.identity()),
        description,
        allowed,
        allowed);
  }
}
