package io.espalier.dataset.load;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.dataset.Target.OfClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Samples made by a function; counts how often they are read. */
final class MemoryDataset implements Dataset {
  private final DatasetTask task;
  private final int classes;
  private final Optional<ImageSummary> images;
  private final Map<String, Split> splits = new LinkedHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  MemoryDataset(DatasetTask task, int classes, Optional<ImageSummary> images) {
    this.task = task;
    this.classes = classes;
    this.images = images;
  }

  /** Images of that size whose first pixel is their index; classes in turn. */
  static MemoryDataset ofImages(int samples, int height, int width, int classes) {
    return new MemoryDataset(
            DatasetTask.CLASSIFICATION, classes, Optional.of(sizes(1, height, width)))
        .with(
            "train",
            samples,
            index -> new Sample(image(height, width, index), new OfClass(index % classes)));
  }

  static ImageSummary sizes(int channels, int height, int width) {
    return new ImageSummary(
        new Range(height, height), new Range(width, width), channels, List.of(), List.of(), 0);
  }

  private static Image image(int height, int width, int index) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (index + 17 * i);
    }
    return new Image(height, width, 1, pixels);
  }

  MemoryDataset with(String name, int size, IntFunction<Sample> samples) {
    splits.put(
        name,
        new Split() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public int size() {
            return size;
          }

          @Override
          public Sample read(int index) {
            reads.incrementAndGet();
            return samples.apply(index);
          }
        });
    return this;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public DatasetSummary summary() {
    LinkedHashMap<String, SplitSummary> counts = new LinkedHashMap<>();
    splits.forEach((name, split) -> counts.put(name, new SplitSummary(split.size(), List.of())));
    return new DatasetSummary(
        "memory",
        task,
        IntStream.range(0, classes).mapToObj(String::valueOf).toList(),
        counts,
        images,
        List.of(),
        Preprocessing.NONE,
        List.of());
  }

  @Override
  public Optional<Split> split(String name) {
    return Optional.ofNullable(splits.get(name));
  }

  @Override
  public void close() {
    splits.clear();
  }
}
