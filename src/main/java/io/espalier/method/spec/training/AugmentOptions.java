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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How augmentations are written: {@code ["flip", {"type":"pad-crop","padding":2}]}. */
public final class AugmentOptions {
  private static final int MOST_PADDING = 64;
  private static final int MOST_OPERATIONS = 14;
  private static final int MOST_MAGNITUDE = 30;
  private static final double MOST_ALPHA = 10;
  private static final double MOST_HUE = 0.5;
  private static final double LEAST_ALPHA = 0.001;
  private static final double LEAST_SCALE = 0.001;
  private static final double LEAST_RATIO = 0.1;
  private static final double MOST_RATIO = 10;
  private static final int KINDS = 8;

  private static final OptionType<Double> SHARE = FractionType.upTo(0, 1);
  private static final OptionType<Double> SCALE = FractionType.upTo(LEAST_SCALE, 1);
  private static final OptionType<Double> PART = FractionType.between(LEAST_SCALE, 1);
  private static final OptionType<Double> RATIO = FractionType.upTo(LEAST_RATIO, MOST_RATIO);
  private static final OptionType<Double> ALPHA = FractionType.upTo(LEAST_ALPHA, MOST_ALPHA);

  /** A list of augmentations, each kind at most once; none where it is absent or empty. */
  public static final Option<List<Augmentation>> AUGMENT =
      Option.withDefault(
          "augment",
          ListType.<Augmentation>ofDistinct(
                  TaggedType.of(
                      List.of(
                          flip(),
                          padCrop(),
                          resizedCrop(),
                          jitter(),
                          rand(),
                          mixup(),
                          cutMix(),
                          erasing())),
                  KINDS,
                  Augmentation::wireName)
              .orNone(),
          "Random changes of the training samples, in this order.",
          List.of(),
          List.of());

  private AugmentOptions() {}

  /** An augmentation as a job document writes it, every default filled in. */
  public static Map<String, Object> document(Augmentation augmentation) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", augmentation.wireName());
    switch (augmentation) {
      case Flip flip -> document.put("probability", flip.probability());
      case PadCrop crop -> document.put("padding", crop.padding());
      case ResizedCrop crop ->
          putArea(
              document, crop.leastScale(), crop.mostScale(), crop.leastRatio(), crop.mostRatio());
      case ColourJitter jitter -> {
        document.put("brightness", jitter.brightness());
        document.put("contrast", jitter.contrast());
        document.put("saturation", jitter.saturation());
        document.put("hue", jitter.hue());
      }
      case RandAugment rand -> {
        document.put("operations", rand.operations());
        document.put("magnitude", rand.magnitude());
      }
      case Mixup mixup -> document.put("alpha", mixup.alpha());
      case CutMix cutMix -> document.put("alpha", cutMix.alpha());
      case Erasing erasing -> {
        document.put("probability", erasing.probability());
        putArea(
            document,
            erasing.leastScale(),
            erasing.mostScale(),
            erasing.leastRatio(),
            erasing.mostRatio());
      }
    }
    return document;
  }

  private static void putArea(
      Map<String, Object> document,
      double leastScale,
      double mostScale,
      double leastRatio,
      double mostRatio) {
    document.put("leastScale", leastScale);
    document.put("mostScale", mostScale);
    document.put("leastRatio", leastRatio);
    document.put("mostRatio", mostRatio);
  }

  private static TaggedType.Kind<Flip> flip() {
    Option<Double> probability = probability(Flip.DEFAULT.probability());
    return kind(
        Flip.DEFAULT,
        "Left and right exchanged.",
        List.of(probability),
        values -> new Flip(values.get(probability)));
  }

  private static TaggedType.Kind<PadCrop> padCrop() {
    Option<Integer> padding =
        integer(
            "padding", MOST_PADDING, "Margin on each side, in pixels.", PadCrop.DEFAULT.padding());
    return kind(
        PadCrop.DEFAULT,
        "A cut of the picture's own size at a random place of the picture with a margin.",
        List.of(padding),
        values -> new PadCrop(values.get(padding)));
  }

  private static TaggedType.Kind<ResizedCrop> resizedCrop() {
    ResizedCrop usual = ResizedCrop.DEFAULT;
    Area area =
        new Area(
            SCALE, usual.leastScale(), usual.mostScale(), usual.leastRatio(), usual.mostRatio());
    return kind(
        usual,
        "A random part of the picture, resized to what the network takes.",
        area.options(),
        values ->
            new ResizedCrop(
                area.leastScale(values),
                area.mostScale(values),
                area.leastRatio(values),
                area.mostRatio(values)));
  }

  private static TaggedType.Kind<ColourJitter> jitter() {
    ColourJitter usual = ColourJitter.DEFAULT;
    Option<Double> brightness =
        number("brightness", SHARE, "Largest change of the brightness.", usual.brightness());
    Option<Double> contrast =
        number("contrast", SHARE, "Largest change of the contrast.", usual.contrast());
    Option<Double> saturation =
        number("saturation", SHARE, "Largest change of the saturation.", usual.saturation());
    Option<Double> hue =
        number("hue", FractionType.upTo(0, MOST_HUE), "Largest turn of the hue.", usual.hue());
    return kind(
        usual,
        "Random brightness, contrast, saturation and hue.",
        List.of(brightness, contrast, saturation, hue),
        values ->
            new ColourJitter(
                values.get(brightness),
                values.get(contrast),
                values.get(saturation),
                values.get(hue)));
  }

  private static TaggedType.Kind<RandAugment> rand() {
    RandAugment usual = RandAugment.DEFAULT;
    Option<Integer> operations =
        integer(
            "operations", MOST_OPERATIONS, "How many, one after the other.", usual.operations());
    Option<Integer> magnitude =
        Option.withDefault(
            "magnitude",
            IntegerType.ofInt(0, MOST_MAGNITUDE),
            "How strong each is.",
            usual.magnitude(),
            usual.magnitude());
    return kind(
        usual,
        "Some of fourteen operations.",
        List.of(operations, magnitude),
        values -> new RandAugment(values.get(operations), values.get(magnitude)));
  }

  private static TaggedType.Kind<Mixup> mixup() {
    Option<Double> alpha = alpha(Mixup.DEFAULT.alpha());
    return kind(
        Mixup.DEFAULT,
        "Each sample and its target mixed with another of the batch.",
        List.of(alpha),
        values -> new Mixup(values.get(alpha)));
  }

  private static TaggedType.Kind<CutMix> cutMix() {
    Option<Double> alpha = alpha(CutMix.DEFAULT.alpha());
    return kind(
        CutMix.DEFAULT,
        "A rectangle of each picture replaced by that of another of the batch.",
        List.of(alpha),
        values -> new CutMix(values.get(alpha)));
  }

  private static TaggedType.Kind<Erasing> erasing() {
    Erasing usual = Erasing.DEFAULT;
    Option<Double> probability = probability(usual.probability());
    Area area =
        new Area(
            PART, usual.leastScale(), usual.mostScale(), usual.leastRatio(), usual.mostRatio());
    List<Option<?>> options = new ArrayList<>(List.of(probability));
    options.addAll(area.options());
    return kind(
        usual,
        "A random rectangle set to the mean.",
        options,
        values ->
            new Erasing(
                values.get(probability),
                area.leastScale(values),
                area.mostScale(values),
                area.leastRatio(values),
                area.mostRatio(values)));
  }

  /** The size and the shape of a random rectangle; bounds in the wrong order change places. */
  private static final class Area {
    private final Option<Double> leastScale;
    private final Option<Double> mostScale;
    private final Option<Double> leastRatio;
    private final Option<Double> mostRatio;

    Area(
        OptionType<Double> scale,
        double leastScale,
        double mostScale,
        double leastRatio,
        double mostRatio) {
      this.leastScale = number("leastScale", scale, "Smallest share of the area.", leastScale);
      this.mostScale = number("mostScale", scale, "Largest share of the area.", mostScale);
      this.leastRatio = number("leastRatio", RATIO, "Smallest width over height.", leastRatio);
      this.mostRatio = number("mostRatio", RATIO, "Largest width over height.", mostRatio);
    }

    List<Option<?>> options() {
      return List.of(leastScale, mostScale, leastRatio, mostRatio);
    }

    double leastScale(OptionValues values) {
      return Math.min(values.get(leastScale), values.get(mostScale));
    }

    double mostScale(OptionValues values) {
      return Math.max(values.get(leastScale), values.get(mostScale));
    }

    double leastRatio(OptionValues values) {
      return Math.min(values.get(leastRatio), values.get(mostRatio));
    }

    double mostRatio(OptionValues values) {
      return Math.max(values.get(leastRatio), values.get(mostRatio));
    }
  }

  private static Option<Double> probability(double usual) {
    return number("probability", SHARE, "Share of the samples that are changed.", usual);
  }

  private static Option<Double> alpha(double usual) {
    return number("alpha", ALPHA, "The share is drawn from Beta(alpha, alpha).", usual);
  }

  private static Option<Integer> integer(String name, int most, String description, int usual) {
    return Option.withDefault(name, IntegerType.ofInt(1, most), description, usual, usual);
  }

  private static <A extends Augmentation> TaggedType.Kind<A> kind(
      A usual, String meaning, List<Option<?>> options, Function<OptionValues, A> make) {
    return new TaggedType.Kind<>(usual.wireName(), meaning, options, make);
  }
}
