package io.espalier.database;

import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** An H2 database in memory with the schema of the service. */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int CONNECTIONS = 20;

  private final JdbcConnectionPool pool;

  public TestDatabase() {
    String url = "jdbc:h2:mem:test%d;LOCK_TIMEOUT=10000".formatted(COUNT.incrementAndGet());
    pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(CONNECTIONS);
    Flyway.configure().dataSource(pool).load().migrate();
  }

  public JdbcConnectionPool dataSource() {
    return pool;
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  public TransactionOperations transactions() {
    return new TransactionTemplate(new DataSourceTransactionManager(pool));
  }

  @Override
  public void close() {
    jdbc().sql("SHUTDOWN").update();
    pool.dispose();
  }
}
