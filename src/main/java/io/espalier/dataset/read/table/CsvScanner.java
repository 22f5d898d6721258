package io.espalier.dataset.read.table;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads rows of comma-separated values one after the other.
 *
 * <p>Source: RFC 4180. What we do differently: a line may also end with a line feed alone, lines
 * with nothing on them are passed over, and a quote inside a field that does not begin with one
 * stands for itself.
 */
final class CsvScanner {
  private static final int NONE = -1;

  private final MemorySegment file;
  private final TableLimits limits;
  private long at;
  private int line;
  private long rowStart;

  /** Begins at a row. */
  CsvScanner(MemorySegment file, TableLimits limits, long at, int line) {
    this.file = file;
    this.limits = limits;
    this.at = at;
    this.line = line;
  }

  /** Where the row that was read last begins. */
  long rowStart() {
    return rowStart;
  }

  /**
   * Reads the next row; false at the end of the table.
   *
   * @throws EspalierException [csv-quote], [csv-too-long], [csv-columns]
   */
  boolean next(CsvRow row) {
    do {
      if (at == file.byteSize()) {
        return false;
      }
      rowStart = at;
      row.start(line);
      boolean goesOn = true;
      while (goesOn) {
        goesOn = field(row);
        row.endField();
        limit(row);
      }
    } while (row.isBlank());
    return true;
  }

  /** Reads a field and what ends it; true when that is a comma. */
  private boolean field(CsvRow row) {
    if (peek() == '"') {
      at++;
      quoted(row);
      return endQuoted(row);
    }
    while (true) {
      int value = peek();
      if (value == ',') {
        at++;
        return true;
      }
      if (endsLine(value)) {
        return false;
      }
      take(row, value);
    }
  }

  private void quoted(CsvRow row) {
    while (true) {
      int value = peek();
      if (value == NONE) {
        throw fault(row, "csv-quote", "has a quote that is never closed");
      }
      if (value == '"') {
        at++;
        if (peek() != '"') {
          return;
        }
      }
      line += value == '\n' ? 1 : 0;
      take(row, value);
    }
  }

  private boolean endQuoted(CsvRow row) {
    int value = peek();
    if (value == ',') {
      at++;
      return true;
    }
    if (!endsLine(value)) {
      throw fault(row, "csv-quote", "goes on after a closed quote");
    }
    return false;
  }

  /** Passes over the end of a line; false when the value is none. */
  private boolean endsLine(int value) {
    boolean isWide =
        value == '\r'
            && at + 1 < file.byteSize()
            && file.get(ValueLayout.JAVA_BYTE, at + 1) == '\n';
    if (value != NONE && value != '\n' && !isWide) {
      return false;
    }
    at += value == NONE ? 0 : isWide ? 2 : 1;
    line += value == NONE ? 0 : 1;
    return true;
  }

  private int peek() {
    return at == file.byteSize() ? NONE : Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, at));
  }

  private void take(CsvRow row, int value) {
    if (at - rowStart >= limits.rowBytes()) {
      throw fault(
          row, "csv-too-long", "begins a row of more than %d bytes".formatted(limits.rowBytes()));
    }
    row.add((byte) value);
    at++;
  }

  private void limit(CsvRow row) {
    if (row.size() > limits.columns()) {
      throw fault(row, "csv-columns", "has more than %d fields".formatted(limits.columns()));
    }
  }

  private static EspalierException fault(CsvRow row, String code, String what) {
    return DatasetFault.at(row.place(), code, "Line %d %s.".formatted(row.line(), what));
  }
}
