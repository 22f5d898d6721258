package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.table.CsvRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the target columns of a table mean.
 *
 * @param classes their names; empty where labels are whole numbers that nobody has named
 * @param indices of the classes by their names
 * @param range of whole numbers that stand for classes; empty where only names do
 */
record TableTargets(
    TableColumns columns,
    DatasetTask task,
    Optional<List<String>> classes,
    Map<String, Integer> indices,
    Optional<ClassRange> range) {

  Target read(CsvRow row) {
    return task == DatasetTask.REGRESSION ? values(row) : new Target.OfClass(index(row));
  }

  private Target.OfValues values(CsvRow row) {
    return new Target.OfValues(numbers(row, columns.names(), columns.targets()));
  }

  static float[] numbers(CsvRow row, List<String> names, List<Integer> fields) {
    float[] values = new float[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.number(fields.get(i), names.get(fields.get(i)));
    }
    return values;
  }

  private int index(CsvRow row) {
    String label = row.text(columns.targets().getFirst());
    Integer index = indices.get(label);
    if (index != null) {
      return index;
    }
    if (range.isEmpty()) {
      throw DatasetFault.at(
          row.place(),
          "dataset-label-range",
          "The label (%s) on line %d is none of the %d classes."
              .formatted(DatasetFault.quote(label), row.line(), indices.size()));
    }
    if (!CsvRow.isWhole(label)) {
      throw range.get().outside(label, row.place());
    }
    return range.get().check(Double.parseDouble(label), row.place());
  }
}
