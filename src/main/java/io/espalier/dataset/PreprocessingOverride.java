package io.espalier.dataset;

import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A preprocessing of which only some parts are given, as a data set or a job declares it; the other
 * parts stay as they are.
 */
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

  /** Every part of a preprocessing that does something. */
  public static PreprocessingOverride of(Preprocessing all) {
    return new PreprocessingOverride(
        all.resize(),
        all.crop(),
        Optional.of(all.channels()),
        Optional.of(all.range()),
        Optional.of(all.mean()).filter(mean -> !mean.isEmpty()),
        Optional.of(all.std()).filter(std -> !std.isEmpty()));
  }

  public Preprocessing applyTo(Preprocessing original) {
    return new Preprocessing(
        resize.or(original::resize),
        crop.or(original::crop),
        channels.orElse(original.channels()),
        range.orElse(original.range()),
        mean.orElse(original.mean()),
        std.orElse(original.std()));
  }

  /** The given parts as JSON documents write them. */
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

  private static String wireName(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
