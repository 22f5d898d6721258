package io.espalier.dataset.load;

import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.dataset.Target;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;

/** A split whose pictures are prepared once where there is room to keep them. */
final class CachedSplit implements Split {
  private static final long OBJECT_BYTES = 96;

  private final Split split;
  private final UnaryOperator<Sample> preparation;
  private final CacheBudget budget;
  private final AtomicReferenceArray<Sample> kept;

  CachedSplit(Split split, UnaryOperator<Sample> preparation, CacheBudget budget) {
    this.split = split;
    this.preparation = preparation;
    this.budget = budget;
    this.kept = new AtomicReferenceArray<>(split.size());
  }

  @Override
  public String name() {
    return split.name();
  }

  @Override
  public int size() {
    return split.size();
  }

  @Override
  public Target target(int index) {
    return split.target(index);
  }

  @Override
  public Sample read(int index) {
    Sample found = kept.get(index);
    return found != null ? found : keep(index, preparation.apply(split.read(index)));
  }

  private Sample keep(int index, Sample sample) {
    if (sample.input() instanceof Image image
        && budget.take(image.pixels().length + OBJECT_BYTES)) {
      kept.set(index, sample);
    }
    return sample;
  }
}
