package io.espalier.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Instants as {@code timestamp with time zone} columns. */
public final class DatabaseTimes {
  private DatabaseTimes() {}

  /** The value to bind for an instant. */
  public static OffsetDateTime toColumn(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Reads a column that is never null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Reads a column that may be null. */
  public static Optional<Instant> findInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
