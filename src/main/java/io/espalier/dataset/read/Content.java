package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import java.util.List;
import java.util.Optional;

/**
 * What the reader of a format found, before anybody looked at the samples.
 *
 * @param classes empty where only the samples tell how many there are
 * @param splits in the order of {@link SplitName}
 * @param warnings about the file as a whole
 */
record Content(
    String format,
    DatasetTask task,
    Optional<List<String>> classes,
    List<Split> splits,
    Manifest manifest,
    List<String> warnings) {
  Content {
    splits = List.copyOf(splits);
    warnings = List.copyOf(warnings);
  }
}
