package io.espalier.config;

import io.espalier.database.SyncedTransactions;
import io.espalier.idempotency.JdbcIdempotency;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database: an H2 file in the home of the service, unless {@code spring.datasource} says other.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final String EMBEDDED = "jdbc:h2:file:";

  @Bean
  JdbcConnectionDetails connectionDetails(EspalierProperties properties, Environment settings) {
    String embedded =
        "%s%s;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(EMBEDDED, properties.home().resolve("db").resolve("espalier"));
    return new ConnectionDetails(
        settings.getProperty("spring.datasource.url", embedded),
        settings.getProperty("spring.datasource.username", "espalier"),
        settings.getProperty("spring.datasource.password", ""));
  }

  @Bean
  DataSourceTransactionManager transactionManager(
      DataSource dataSource, JdbcConnectionDetails details) {
    return isEmbedded(details)
        ? new SyncedTransactions(dataSource)
        : new DataSourceTransactionManager(dataSource);
  }

  @Bean
  TransactionOperations transactions(DataSourceTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  JdbcIdempotency idempotency(JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
    return new JdbcIdempotency(jdbc, transactions, clock);
  }

  /** Whether the database is a file that one process locks. */
  static boolean isEmbedded(JdbcConnectionDetails details) {
    return details.getJdbcUrl().startsWith(EMBEDDED);
  }

  private record ConnectionDetails(String getJdbcUrl, String getUsername, String getPassword)
      implements JdbcConnectionDetails {}
}
