package io.espalier.dataset.read;

import io.espalier.dataset.read.DatasetOptions.CsvColumns;
import io.espalier.dataset.read.fault.DatasetFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which columns of a table are what.
 *
 * @param names of all columns
 * @param image paths of images; empty where the other columns are numbers
 * @param features every column that is nothing else and has a name (row numbers have none); no
 *     column beside images
 */
record TableColumns(
    List<String> names,
    List<Integer> targets,
    OptionalInt image,
    OptionalInt split,
    List<Integer> features) {
  private static final Set<String> TARGETS =
      Set.of("label", "labels", "class", "target", "targets", "y");
  private static final Set<String> IMAGES =
      Set.of("image", "path", "file", "filename", "file_name", "image_path");
  private static final Set<String> SPLITS = Set.of("split", "set", "subset");

  /**
   * Finds the columns that were named, or those of the usual names.
   *
   * @throws io.espalier.problem.EspalierException [csv-column]
   */
  static TableColumns of(List<String> names, CsvColumns wanted) {
    List<Integer> targets =
        wanted.targets().isEmpty()
            ? usual(names, TARGETS).stream().boxed().toList()
            : wanted.targets().stream().map(name -> column(names, name)).toList();
    if (targets.isEmpty()) {
      throw DatasetFault.at(
          "line 1", "csv-column", "The table has no column (label); say which one is the target.");
    }
    OptionalInt image = find(names, wanted.image(), IMAGES);
    OptionalInt split = find(names, wanted.split(), SPLITS);
    List<Integer> features = new ArrayList<>();
    for (int i = 0; i < names.size() && image.isEmpty(); i++) {
      if (!targets.contains(i) && split.orElse(-1) != i && !names.get(i).isEmpty()) {
        features.add(i);
      }
    }
    if (image.isEmpty() && features.isEmpty()) {
      throw DatasetFault.at(
          "line 1", "csv-column", "The table has neither a column (image) nor one of numbers.");
    }
    return new TableColumns(names, targets, image, split, features);
  }

  private static OptionalInt find(List<String> names, Optional<String> wanted, Set<String> usual) {
    return wanted
        .map(name -> OptionalInt.of(column(names, name)))
        .orElseGet(() -> usual(names, usual));
  }

  private static int column(List<String> names, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw DatasetFault.at(
          "line 1",
          "csv-column",
          "The table has no column (%s).".formatted(DatasetFault.quote(name)));
    }
    return index;
  }

  private static OptionalInt usual(List<String> names, Set<String> usual) {
    return IntStream.range(0, names.size())
        .filter(i -> usual.contains(names.get(i).toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
