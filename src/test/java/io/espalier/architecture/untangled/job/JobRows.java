package io.espalier.architecture.untangled.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.espalier.architecture.untangled.engine.DeviceName;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Is given its clock and its seed. */
public final class JobRows {

  private final JdbcClient database;
  private final Scheduler queue;
  private final Clock clock;
  private final DeviceName device;

  public JobRows(JdbcClient database, Scheduler queue, Clock clock, DeviceName device) {
    this.database = database;
    this.queue = queue;
    this.clock = clock;
    this.device = device;
  }

  public Instant now() {
    return clock.instant();
  }

  public Random draws(long seed) {
    return new Random(seed);
  }

  @Override
  public String toString() {
    return "" + database + queue + device;
  }
}
