package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sentences about a data set that can be used, but perhaps should not. */
final class Warnings {
  private static final int FEW_SAMPLES = 32;
  private static final int MOST_NAMED = 10;

  private final Content content;
  private final List<String> classes;
  private final SequencedMap<String, ExaminedSplit> splits;
  private final List<String> sentences;

  Warnings(Content content, List<String> classes, SequencedMap<String, ExaminedSplit> splits) {
    this.content = content;
    this.classes = classes;
    this.splits = splits;
    this.sentences = new ArrayList<>(content.warnings());
  }

  List<String> list() {
    if (content.task() != DatasetTask.REGRESSION && classes.size() < 2) {
      sentences.add("All samples are of one class, so nothing can be learnt from them.");
    }
    addMissingSplits();
    splits.forEach(this::addSplit);
    return List.copyOf(sentences);
  }

  private void addMissingSplits() {
    for (String name : List.of("train", "test")) {
      if (!splits.containsKey(name)) {
        sentences.add("The data set has no split (%s).".formatted(name));
      }
    }
  }

  private void addSplit(String name, ExaminedSplit split) {
    if (name.equals("train") && split.samples() < FEW_SAMPLES) {
      sentences.add("The split (train) has only %d samples.".formatted(split.samples()));
    }
    if (content.task() == DatasetTask.CLASSIFICATION) {
      addMissingClasses(name, split);
    }
    long[] own = sorted(split);
    addRepeated(name, own);
    if (!name.equals("train") && splits.containsKey("train")) {
      addLeak(name, own);
    }
  }

  private void addMissingClasses(String name, ExaminedSplit split) {
    List<Integer> perClass = split.findings().perClass(classes.size());
    List<String> missing =
        IntStream.range(0, classes.size())
            .filter(i -> perClass.get(i) == 0)
            .mapToObj(classes::get)
            .toList();
    if (!missing.isEmpty()) {
      String named = missing.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
      sentences.add(
          "The split (%s) has no samples of %d classes: %s%s."
              .formatted(name, missing.size(), named, missing.size() > MOST_NAMED ? ", …" : ""));
    }
  }

  private void addRepeated(String name, long[] hashes) {
    int repeated = 0;
    for (int i = 1; i < hashes.length; i++) {
      repeated += hashes[i] == hashes[i - 1] ? 1 : 0;
    }
    if (repeated > 0) {
      sentences.add(
          "The split (%s) has %d samples that repeat another of it.".formatted(name, repeated));
    }
  }

  private void addLeak(String name, long[] hashes) {
    long[] train = sorted(splits.get("train"));
    long leaked =
        Arrays.stream(hashes).filter(hash -> Arrays.binarySearch(train, hash) >= 0).count();
    if (leaked > 0) {
      sentences.add(
          "%d of the %d samples of the split (%s) are in the split (train), too; figures on it are too good."
              .formatted(leaked, hashes.length, name));
    }
  }

  private static long[] sorted(ExaminedSplit split) {
    long[] hashes = split.hashes().clone();
    Arrays.sort(hashes);
    return hashes;
  }
}
