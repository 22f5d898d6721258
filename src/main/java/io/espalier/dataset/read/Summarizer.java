package io.espalier.dataset.read;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Makes the summary of a data set from what was found in its splits. */
final class Summarizer {
  private final Content content;
  private final DatasetOptions options;
  private final SequencedMap<String, ExaminedSplit> splits;
  private final Findings whole = new Findings();

  Summarizer(Content content, DatasetOptions options, SequencedMap<String, ExaminedSplit> splits) {
    this.content = content;
    this.options = options;
    this.splits = splits;
    splits.values().forEach(split -> whole.addAll(split.findings()));
  }

  DatasetSummary summarize() {
    List<String> classes = content.classes().orElseGet(this::numberedClasses);
    SequencedMap<String, SplitSummary> counted = new LinkedHashMap<>();
    splits.forEach((name, split) -> counted.put(name, summary(split, classes.size())));
    Optional<ImageSummary> images = images();
    return new DatasetSummary(
        content.format(),
        content.task(),
        classes,
        counted,
        images,
        whole.shape().orElse(List.of()),
        preprocessing(images),
        new Warnings(content, classes, splits).list());
  }

  private List<String> numberedClasses() {
    return IntStream.rangeClosed(0, whole.mostClass()).mapToObj(Integer::toString).toList();
  }

  private SplitSummary summary(ExaminedSplit split, int classes) {
    List<Integer> perClass =
        content.task() == DatasetTask.CLASSIFICATION
            ? split.findings().perClass(classes)
            : List.of();
    return new SplitSummary(split.samples(), perClass);
  }

  /** Sizes over all splits; mean and deviation over the training split, or the first. */
  private Optional<ImageSummary> images() {
    if (whole.pixels().images() == 0) {
      return Optional.empty();
    }
    ExaminedSplit train =
        Optional.ofNullable(splits.get("train")).orElseGet(() -> splits.firstEntry().getValue());
    ImageSummary all = whole.pixels().summary();
    ImageSummary measured = train.findings().pixels().summary(all.channels());
    return Optional.of(
        new ImageSummary(
            all.height(),
            all.width(),
            all.channels(),
            measured.mean(),
            measured.std(),
            measured.measured()));
  }

  private Preprocessing preprocessing(Optional<ImageSummary> images) {
    Preprocessing own = images.map(Summarizer::scaling).orElse(Preprocessing.NONE);
    Preprocessing declared =
        content.manifest().preprocessing().map(given -> given.applyTo(own)).orElse(own);
    return options.preprocessing().map(given -> given.applyTo(declared)).orElse(declared);
  }

  private static Preprocessing scaling(ImageSummary images) {
    return new Preprocessing(
        Optional.empty(),
        Optional.empty(),
        images.channels() == 1 ? ChannelOrder.GREY : ChannelOrder.RGB,
        ValueRange.UNIT,
        images.mean(),
        images.std().stream().map(std -> std > 0 ? std : 1).toList());
  }
}
