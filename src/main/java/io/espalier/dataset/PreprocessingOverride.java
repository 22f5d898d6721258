package io.espalier.dataset;

import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import java.util.List;
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

  public Preprocessing applyTo(Preprocessing original) {
    return new Preprocessing(
        resize.or(original::resize),
        crop.or(original::crop),
        channels.orElse(original.channels()),
        range.orElse(original.range()),
        mean.orElse(original.mean()),
        std.orElse(original.std()));
  }
}
