package io.espalier.architecture.description;

import io.espalier.architecture.Architecture;
import io.espalier.architecture.CifarResNetArchitecture;
import io.espalier.architecture.CifarResNetArchitecture.Shortcut;
import io.espalier.architecture.MobileNetV2Architecture;
import io.espalier.architecture.VggArchitecture;
import io.espalier.json.BooleanType;
import io.espalier.json.ConstantType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.List;
import java.util.Optional;

/** The options of the convolutional networks that have few. */
final class ConvolutionalOptions {
  private static final int CIFAR_IMAGE_SIZE = 32;
  private static final int MOST_VGG_STAGES = 8;

  private static final Option<Optional<Shortcut>> SHORTCUT =
      Option.optional(
          "shortcut",
          Options.choice(Shortcut.class, Shortcut::name),
          "How a block that changes the width passes its input on, as the paper calls it.");

  private ConvolutionalOptions() {}

  static ObjectType<Architecture> cifarResNet(String name, Optional<Integer> depth) {
    Option<String> type = type(name);
    Option<Optional<Integer>> given =
        Options.open("depth", Options.blocks(), "Blocks of each stage.", depth);
    Option<Integer> imageSize = Options.imageSize(CIFAR_IMAGE_SIZE);
    return ObjectType.of(
        List.of(type, given, SHORTCUT, imageSize),
        values ->
            new CifarResNetArchitecture(
                values.get(given), values.get(SHORTCUT), values.get(imageSize)));
  }

  static ObjectType<Architecture> vgg(
      String name, Optional<List<Integer>> depths, Optional<Boolean> batchNorm) {
    Option<String> type = type(name);
    Option<Optional<List<Integer>>> givenDepths =
        Options.open(
            "depths",
            ListType.of(Options.blocks(), MOST_VGG_STAGES),
            "Convolutions of each stage.",
            depths);
    Option<Optional<Boolean>> givenNorm =
        Options.open(
            "batchNorm", BooleanType.either(), "Whether one follows each convolution.", batchNorm);
    Option<Integer> imageSize = Options.imageSize(Options.USUAL_IMAGE_SIZE);
    return ObjectType.of(
        List.of(type, givenDepths, givenNorm, imageSize),
        values ->
            new VggArchitecture(
                values.get(givenDepths).orElse(List.of()),
                values.get(givenNorm),
                values.get(imageSize)));
  }

  static ObjectType<Architecture> mobileNetV2(String name) {
    Option<String> type = type(name);
    Option<Integer> imageSize = Options.imageSize(Options.USUAL_IMAGE_SIZE);
    return ObjectType.of(
        List.of(type, imageSize), values -> new MobileNetV2Architecture(values.get(imageSize)));
  }

  private static Option<String> type(String name) {
    return Option.required("type", ConstantType.of(name), "The architecture.");
  }
}
