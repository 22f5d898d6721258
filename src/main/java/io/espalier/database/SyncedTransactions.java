package io.espalier.database;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Makes every commit to an embedded H2 file database survive the death of the process and of the
 * machine.
 *
 * <p>H2 keeps committed changes in memory and a background thread writes them out later, half a
 * second by default; {@code WRITE_DELAY=0} only stops that thread. Here a commit returns after the
 * store file was written and synced, which costs one fsync. PostgreSQL needs no such thing: use
 * Spring's own manager with it.
 */
public final class SyncedTransactions extends DataSourceTransactionManager {
  public SyncedTransactions(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    super.doCommit(status);
    if (!status.isReadOnly()) {
      sync();
    }
  }

  private void sync() {
    DataSource dataSource = obtainDataSource();
    try (Statement statement = DataSourceUtils.getConnection(dataSource).createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    } catch (SQLException failure) {
      throw new TransactionSystemException("The commit could not be synced to disk", failure);
    }
  }
}
