package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import io.espalier.dataset.read.array.Unpacking;
import io.espalier.dataset.read.fault.DatasetFault;
import java.util.List;
import java.util.Optional;

/** What the reader of every format is given, and the choices that are the same in all. */
record FormatContext(
    DatasetLimits limits, DatasetOptions options, Unpacking unpacking, Manifest manifest) {

  FormatContext with(Manifest read) {
    return new FormatContext(limits, options, unpacking, read);
  }

  /** The task that was asked for or is declared. */
  Optional<DatasetTask> task() {
    return options.task().or(manifest::task);
  }

  ClassRange range() {
    return new ClassRange(manifest.classes().map(List::size).orElse(limits.classes()));
  }

  /** Splits by the seed of the options. */
  List<Split> divide(Samples samples, DatasetTask task) {
    return new SeededDivision(options.split()).divide(samples, task == DatasetTask.CLASSIFICATION);
  }

  /** The only task a file allows, which must be the one asked for. */
  DatasetTask require(DatasetTask only) {
    DatasetTask wanted = task().orElse(only);
    if (wanted != only) {
      throw DatasetFault.at(
          "",
          "task-mismatch",
          "The data set is one for %s; it cannot serve %s."
              .formatted(only.wireName(), wanted.wireName()));
    }
    return only;
  }

  static String leftOut(long files) {
    return "%d files of the archive are left out, because they are no part of the data set."
        .formatted(files);
  }
}
