package io.espalier.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two processes on one database and one home, of which one is frozen while it trains. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FrozenWorkerTest {
  private static final int EPOCHS = 60;
  private static final int BATCH = 3;
  private static final long LOOK_AGAIN_MILLIS = 50;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  @Test
  void anotherProcessTakesOverAndTheFrozenOneCannotPublish() throws Exception {
    Server database =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", home.toString());
    database.start();
    String url = "jdbc:h2:tcp://localhost:%d/./shared".formatted(database.getPort());
    String[] settings = {"--spring.datasource.url=" + url, "--espalier.worker.heartbeat=300ms"};
    try (ServiceProcess first = ServiceProcess.start(home, settings);
        ServiceProcess second = ServiceProcess.start(home, settings)) {
      String model = first.upload("/v1/models?name=small.onnx", SmallTask.network(home, 8));
      String dataset = first.upload("/v1/datasets?name=shades.zip", SmallTask.pictures());
      String document = SmallTask.job(model, dataset, EPOCHS, BATCH);
      String job = first.submit(document);
      first.await(job, found -> found.at("/progress/fraction").doubleValue() > 0.2);
      ServiceProcess holder = first.works() ? first : second;
      ServiceProcess other = first.works() ? second : first;

      freezeBetweenTransactions(holder, url, job);
      JsonNode ended = other.awaitState(job, "SUCCEEDED");
      assertThat(ended.get("attempt").intValue()).isEqualTo(2);
      holder.thaw();
      while (holder.works()) {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }

      assertThat(holder.job(job)).isEqualTo(ended);
      assertThat(home.resolve("checkpoints")).isEmptyDirectory();
      JsonNode undisturbed = other.awaitState(other.submit(document), "SUCCEEDED");
      assertThat(ended.at("/artifacts/0/sha256")).isEqualTo(undisturbed.at("/artifacts/0/sha256"));
    } finally {
      database.stop();
    }
  }

  /**
   * A process that is frozen in the midst of a transaction would keep the row of its job locked.
   */
  private static void freezeBetweenTransactions(ServiceProcess holder, String url, String job)
      throws Exception {
    holder.freeze();
    while (isLocked(url, job)) {
      holder.thaw();
      Thread.sleep(LOOK_AGAIN_MILLIS);
      holder.freeze();
    }
  }

  private static boolean isLocked(String url, String job) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url + ";LOCK_TIMEOUT=300", "espalier", "");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT id FROM job WHERE id = '%s' FOR UPDATE".formatted(job));
      statement.execute("SELECT * FROM scheduled_tasks FOR UPDATE");
      connection.rollback();
      return false;
    } catch (SQLException locked) {
      return true;
    }
  }
}
