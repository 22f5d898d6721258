package io.espalier.dataset.read.table;

import io.espalier.dataset.read.fault.DatasetFault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A table whose first line names its columns; rows are found at once and read in any order. */
public final class Table {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final MemorySegment file;
  private final TableLimits limits;
  private List<String> columns = List.of();
  private long[] starts = new long[64];
  private int[] lines = new int[64];
  private int rows;

  private Table(MemorySegment file, TableLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Finds the rows of a table.
   *
   * @throws io.espalier.problem.EspalierException [csv-header], [csv-rows], [csv-quote],
   *     [csv-too-long], [csv-columns], [csv-encoding]
   */
  public static Table read(MemorySegment file, TableLimits limits) {
    Table table = new Table(file, limits);
    CsvScanner scanner = new CsvScanner(file, limits, table.first(), 1);
    CsvRow row = new CsvRow();
    if (!scanner.next(row)) {
      throw DatasetFault.at("line 1", "csv-header", "The table has no line of column names.");
    }
    table.columns = table.header(row);
    while (scanner.next(row)) {
      table.add(scanner.rowStart(), row.line());
    }
    return table;
  }

  private long first() {
    boolean isMarked =
        file.byteSize() >= BYTE_ORDER_MARK.length
            && Arrays.equals(
                file.asSlice(0, BYTE_ORDER_MARK.length).toArray(ValueLayout.JAVA_BYTE),
                BYTE_ORDER_MARK);
    return isMarked ? BYTE_ORDER_MARK.length : 0;
  }

  private List<String> header(CsvRow row) {
    List<String> names = row.texts();
    if (names.stream().allMatch(CsvRow::isNumber)) {
      throw DatasetFault.at(
          row.place(), "csv-header", "The first line of the table must name its columns.");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw DatasetFault.at(
            row.place(),
            "csv-header",
            "The column (%s) is there twice.".formatted(DatasetFault.quote(name)));
      }
    }
    return names;
  }

  private void add(long start, int line) {
    if (rows == limits.rows()) {
      throw DatasetFault.at(
          "line " + line, "csv-rows", "The table has more than %d rows.".formatted(limits.rows()));
    }
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, rows * 2);
      lines = Arrays.copyOf(lines, rows * 2);
    }
    starts[rows] = start;
    lines[rows] = line;
    rows++;
  }

  public List<String> columns() {
    return columns;
  }

  public int size() {
    return rows;
  }

  /**
   * One row, which has a field for each column.
   *
   * @throws io.espalier.problem.EspalierException [csv-fields]
   */
  public CsvRow row(int index) {
    CsvRow row = new CsvRow();
    new CsvScanner(file, limits, starts[index], lines[index]).next(row);
    return complete(row);
  }

  /** Shows every row in order, also those that have too few or too many fields. */
  public void forEach(Consumer<CsvRow> each) {
    CsvScanner scanner = new CsvScanner(file, limits, first(), 1);
    CsvRow row = new CsvRow();
    scanner.next(row);
    while (scanner.next(row)) {
      each.accept(row);
    }
  }

  private CsvRow complete(CsvRow row) {
    if (row.size() != columns.size()) {
      throw DatasetFault.at(
          row.place(),
          "csv-fields",
          "Line %d has %d fields; the first line has %d."
              .formatted(row.line(), row.size(), columns.size()));
    }
    return row;
  }
}
