package io.espalier.method.spec.training;

import static io.espalier.method.spec.training.OptimizerOptions.number;

import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.augment.Augmentation.ColourJitter;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Erasing;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.dataset.augment.Augmentation.PadCrop;
import io.espalier.dataset.augment.Augmentation.RandAugment;
import io.espalier.dataset.augment.Augmentation.ResizedCrop;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.ListType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import io.espalier.json.TaggedType;
import io.espalier.json.TaggedType.Kind;
import java.util.List;

/** How augmentations are written: {@code ["flip", {"type":"pad-crop","padding":2}]}. */
final class AugmentOptions {
  private static final double LEAST = 0.001;
  private static final double MOST_RATIO = 100;
  private static final double MOST_ALPHA = 10;
  private static final double MOST_HUE = 0.5;
  private static final int MOST_PADDING = 64;
  private static final int MOST_OPERATIONS = 14;
  private static final int MOST_MAGNITUDE = 30;
  private static final int KINDS = 8;

  private AugmentOptions() {}

  static OptionType<List<Augmentation>> type() {
    return ListType.ofDistinct(
        TaggedType.<Augmentation>of(
            List.of(
                flip(),
                padCrop(),
                resizedCrop(),
                colourJitter(),
                randAugment(),
                mixup(),
                cutMix(),
                erasing())),
        KINDS,
        Augmentation::wireName);
  }

  private static Kind<Flip> flip() {
    Option<Double> probability = probability(Flip.DEFAULT.probability());
    return new Kind<>(
        Flip.DEFAULT.wireName(),
        "Left and right exchanged.",
        List.of(probability),
        values -> new Flip(values.get(probability)));
  }

  private static Kind<PadCrop> padCrop() {
    int usual = PadCrop.DEFAULT.padding();
    Option<Integer> padding =
        Option.withDefault(
            "padding",
            IntegerType.ofInt(1, MOST_PADDING),
            "Width of the margin on each side, in pixels.",
            usual,
            usual);
    return new Kind<>(
        PadCrop.DEFAULT.wireName(),
        "A cut of the picture's own size at a random place of the picture with a margin.",
        List.of(padding),
        values -> new PadCrop(values.get(padding)));
  }

  private static Kind<ResizedCrop> resizedCrop() {
    ResizedCrop usual = ResizedCrop.DEFAULT;
    Bounds scale = Bounds.of("Scale", 1, usual.leastScale(), usual.mostScale());
    Bounds ratio = Bounds.of("Ratio", MOST_RATIO, usual.leastRatio(), usual.mostRatio());
    return new Kind<>(
        usual.wireName(),
        "A random part of the picture, resized to what the network takes.",
        List.of(scale.least(), scale.most(), ratio.least(), ratio.most()),
        values ->
            new ResizedCrop(
                scale.leastOf(values),
                scale.mostOf(values),
                ratio.leastOf(values),
                ratio.mostOf(values)));
  }

  private static Kind<ColourJitter> colourJitter() {
    ColourJitter usual = ColourJitter.DEFAULT;
    Option<Double> brightness = strength("brightness", 1, usual.brightness());
    Option<Double> contrast = strength("contrast", 1, usual.contrast());
    Option<Double> saturation = strength("saturation", 1, usual.saturation());
    Option<Double> hue = strength("hue", MOST_HUE, usual.hue());
    return new Kind<>(
        usual.wireName(),
        "Random brightness, contrast, saturation and hue.",
        List.of(brightness, contrast, saturation, hue),
        values ->
            new ColourJitter(
                values.get(brightness),
                values.get(contrast),
                values.get(saturation),
                values.get(hue)));
  }

  private static Kind<RandAugment> randAugment() {
    RandAugment usual = RandAugment.DEFAULT;
    Option<Integer> operations =
        Option.withDefault(
            "operations",
            IntegerType.ofInt(1, MOST_OPERATIONS),
            "How many, one after the other.",
            usual.operations(),
            usual.operations());
    Option<Integer> magnitude =
        Option.withDefault(
            "magnitude",
            IntegerType.ofInt(0, MOST_MAGNITUDE),
            "Strength of each.",
            usual.magnitude(),
            usual.magnitude());
    return new Kind<>(
        usual.wireName(),
        "Some of fourteen operations on the picture.",
        List.of(operations, magnitude),
        values -> new RandAugment(values.get(operations), values.get(magnitude)));
  }

  private static Kind<Mixup> mixup() {
    Option<Double> alpha = alpha(Mixup.DEFAULT.alpha());
    return new Kind<>(
        Mixup.DEFAULT.wireName(),
        "Each sample and its target mixed with another of the batch.",
        List.of(alpha),
        values -> new Mixup(values.get(alpha)));
  }

  private static Kind<CutMix> cutMix() {
    Option<Double> alpha = alpha(CutMix.DEFAULT.alpha());
    return new Kind<>(
        CutMix.DEFAULT.wireName(),
        "A rectangle of each picture replaced by that of another of the batch.",
        List.of(alpha),
        values -> new CutMix(values.get(alpha)));
  }

  private static Kind<Erasing> erasing() {
    Erasing usual = Erasing.DEFAULT;
    Option<Double> probability = probability(usual.probability());
    Bounds scale = Bounds.of("Scale", 1 - LEAST, usual.leastScale(), usual.mostScale());
    Bounds ratio = Bounds.of("Ratio", MOST_RATIO, usual.leastRatio(), usual.mostRatio());
    return new Kind<>(
        usual.wireName(),
        "A random rectangle set to the mean.",
        List.of(probability, scale.least(), scale.most(), ratio.least(), ratio.most()),
        values ->
            new Erasing(
                values.get(probability),
                scale.leastOf(values),
                scale.mostOf(values),
                ratio.leastOf(values),
                ratio.mostOf(values)));
  }

  private static Option<Double> probability(double usual) {
    return number(
        "probability", FractionType.upTo(0, 1), "Share of the pictures it happens to.", usual);
  }

  private static Option<Double> alpha(double usual) {
    return number(
        "alpha",
        FractionType.upTo(LEAST, MOST_ALPHA),
        "The share kept is drawn from Beta(alpha, alpha).",
        usual);
  }

  private static Option<Double> strength(String name, double most, double usual) {
    return number(name, FractionType.upTo(0, most), "How far the %s goes.".formatted(name), usual);
  }

  /** Two bounds of one number, in whichever order they are given. */
  private record Bounds(Option<Double> least, Option<Double> most) {
    static Bounds of(String what, double highest, double usualLeast, double usualMost) {
      String meaning = what.equals("Scale") ? "share of the picture's area." : "width over height.";
      return new Bounds(
          number("least" + what, FractionType.upTo(LEAST, highest), "Least " + meaning, usualLeast),
          number("most" + what, FractionType.upTo(LEAST, highest), "Most " + meaning, usualMost));
    }

    double leastOf(OptionValues values) {
      return Math.min(values.get(least), values.get(most));
    }

    double mostOf(OptionValues values) {
      return Math.max(values.get(least), values.get(most));
    }
  }
}
