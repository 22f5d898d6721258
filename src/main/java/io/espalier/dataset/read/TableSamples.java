package io.espalier.dataset.read;

import io.espalier.dataset.Features;
import io.espalier.dataset.Sample;
import io.espalier.dataset.SampleInput;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.table.CsvRow;
import io.espalier.dataset.read.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a table.
 *
 * @param images decodes what the rows name; empty where they hold numbers
 */
record TableSamples(
    Table table,
    TableColumns columns,
    TableTargets targets,
    Optional<ArchiveImages> images,
    Map<String, ArchiveFile> files)
    implements Samples {
  @Override
  public int size() {
    return table.size();
  }

  @Override
  public Sample read(int index) {
    CsvRow row = table.row(index);
    return new Sample(input(row), targets.read(row));
  }

  @Override
  public Target target(int index) {
    return targets.read(table.row(index));
  }

  private SampleInput input(CsvRow row) {
    if (images.isPresent()) {
      String path = row.text(columns.image().orElseThrow());
      return images.get().decode(file(row, path).entry());
    }
    float[] values = TableTargets.numbers(row, columns.names(), columns.features());
    return new Features(List.of((long) values.length), values);
  }

  private ArchiveFile file(CsvRow row, String path) {
    ArchiveFile file = files.get(path.startsWith("./") ? path.substring(2) : path);
    if (file == null) {
      throw DatasetFault.at(
          row.place(),
          "missing-file",
          "The image (%s) on line %d is not in the archive."
              .formatted(DatasetFault.quote(path), row.line()));
    }
    return file;
  }
}
