package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.table.CsvRow;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Counts what the labels of a table look like, and decides what they are. */
final class LabelCensus {
  private static final int LONGEST_LABEL = 256;

  private final int mostClasses;
  private final TreeSet<String> names = new TreeSet<>();
  private long whole;
  private long fractions;
  private long texts;

  LabelCensus(int mostClasses) {
    this.mostClasses = mostClasses;
  }

  void add(String label) {
    if (CsvRow.isWhole(label)) {
      whole++;
    } else if (CsvRow.isNumber(label)) {
      fractions++;
    } else if (isName(label)) {
      texts++;
      names.add(label);
      if (names.size() > mostClasses) {
        throw DatasetFault.at(
            "",
            "too-many-classes",
            "The labels are of more than %d classes, the limit.".formatted(mostClasses));
      }
    }
  }

  /** True for a text that can be the name of a class. */
  static boolean isName(String label) {
    return !label.isEmpty() && !label.equalsIgnoreCase("nan") && label.length() <= LONGEST_LABEL;
  }

  /** Real numbers where most labels are numbers and some have a fraction; otherwise classes. */
  DatasetTask task() {
    return fractions > 0 && whole + fractions > texts
        ? DatasetTask.REGRESSION
        : DatasetTask.CLASSIFICATION;
  }

  /** The names of the classes, sorted, where most labels are no numbers. */
  Optional<List<String>> classes() {
    return texts > whole + fractions ? Optional.of(List.copyOf(names)) : Optional.empty();
  }
}
