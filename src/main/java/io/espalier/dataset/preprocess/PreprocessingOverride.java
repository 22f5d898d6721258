package io.espalier.dataset.preprocess;

import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parts of a preprocessing that are given; what is left out stays as it was. */
public record PreprocessingOverride(
    Optional<Resize> resize,
    Optional<Size> crop,
    Optional<ChannelOrder> channels,
    Optional<ValueRange> range,
    Optional<List<Double>> mean,
    Optional<List<Double>> std) {
  /** Nothing is given. */
  public static final PreprocessingOverride NONE =
      new PreprocessingOverride(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public PreprocessingOverride {
    mean = mean.map(List::copyOf);
    std = std.map(List::copyOf);
  }

  /** The same preprocessing, the given parts in place of its own. */
  public Preprocessing applyTo(Preprocessing declared) {
    return new Preprocessing(
        resize.or(declared::resize),
        crop.or(declared::crop),
        channels.orElse(declared.channels()),
        range.orElse(declared.range()),
        mean.orElse(declared.mean()),
        std.orElse(declared.std()));
  }

  /** The given parts as a document writes them; empty where nothing is given. */
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    resize.ifPresent(given -> document.put("resize", document(given)));
    crop.ifPresent(given -> document.put("crop", document(given)));
    channels.ifPresent(given -> document.put("channels", wireName(given)));
    range.ifPresent(given -> document.put("range", wireName(given)));
    mean.ifPresent(given -> document.put("mean", given));
    std.ifPresent(given -> document.put("std", given));
    return document;
  }

  /** All of a preprocessing as a document writes it; parts that do nothing are left out. */
  public static Map<String, Object> document(Preprocessing all) {
    return new PreprocessingOverride(
            all.resize(),
            all.crop(),
            Optional.of(all.channels()),
            Optional.of(all.range()),
            Optional.of(all.mean()).filter(mean -> !mean.isEmpty()),
            Optional.of(all.std()).filter(std -> !std.isEmpty()))
        .toDocument();
  }

  private static Object document(Resize resize) {
    return switch (resize) {
      case Resize.ShorterSide side -> side.pixels();
      case Resize.Exactly exactly -> document(exactly.size());
    };
  }

  private static Map<String, Object> document(Size size) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", size.height());
    document.put("width", size.width());
    return document;
  }

  /** The name of a choice in documents. */
  static String wireName(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
