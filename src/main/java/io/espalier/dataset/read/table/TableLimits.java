package io.espalier.dataset.read.table;

/**
 * What a table may hold before it is refused.
 *
 * @param columns of a row
 * @param rowBytes length of one row
 * @param rows of the table without its first line
 */
public record TableLimits(int columns, int rowBytes, int rows) {

  /** The limits of the service. */
  public static TableLimits standard() {
    return new TableLimits(65_536, 1 << 20, 20_000_000);
  }
}
