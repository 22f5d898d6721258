package io.espalier.config;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence that another process uses the same home. */
final class LockedHomeAnalyzer extends AbstractFailureAnalyzer<SQLException> {
  /** H2's code for a database file that another process has locked. */
  private static final int DATABASE_ALREADY_OPEN = 90020;

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, SQLException cause) {
    return cause.getErrorCode() == DATABASE_ALREADY_OPEN
        ? new FailureAnalysis(
            "Another Espalier uses the same home: its database is locked.",
            "Stop the other one, or give this one a home of its own with --espalier.home=DIR.",
            cause)
        : null;
  }
}
