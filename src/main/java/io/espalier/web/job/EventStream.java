package io.espalier.web.job;

import io.espalier.job.JobEvent;
import io.espalier.job.JobEvents;
import io.espalier.job.JobService;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the events of one job as server-sent events, each as soon as it is stored, until the last.
 *
 * <p>Every event is read from the store, so a client that comes back with the number of the last
 * one it saw misses none, whatever happened to the server meanwhile.
 */
final class EventStream {
  private static final int BATCH = 100;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int WAITS_BETWEEN_HEARTBEATS = 15;
  private static final byte[] HEARTBEAT = bytes(": waiting\n\n");
  private static final byte[] RECONNECT = bytes("retry: 2000\n\n");

  private final JobService jobs;
  private final JsonMapper json;
  private final BooleanSupplier stopping;

  EventStream(JobService jobs, JsonMapper json, BooleanSupplier stopping) {
    this.jobs = jobs;
    this.json = json;
    this.stopping = stopping;
  }

  /**
   * Blocks until the last event was sent, the client has gone, or the server stops.
   *
   * @param after the number of the last event the client has seen, 0 for none
   * @throws IOException when the client has gone
   */
  void send(String jobId, long after, ServletOutputStream output) throws IOException {
    output.write(RECONNECT);
    try (JobEvents.Follower follower = jobs.follow(jobId)) {
      follow(jobId, after, follower, output);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(
      String jobId, long after, JobEvents.Follower follower, ServletOutputStream output)
      throws IOException, InterruptedException {
    long seen = after;
    int waits = 0;
    while (!stopping.getAsBoolean()) {
      List<JobEvent> events = jobs.events(jobId, seen, BATCH);
      for (JobEvent event : events) {
        output.write(frame(event));
        seen = event.seq();
      }
      output.flush();
      if (!events.isEmpty() && events.getLast().type().isLast()) {
        return;
      }
      waits = events.isEmpty() ? waits + 1 : 0;
      if (waits == WAITS_BETWEEN_HEARTBEATS) {
        output.write(HEARTBEAT);
        waits = 0;
      }
      follower.await(WAIT);
    }
  }

  private byte[] frame(JobEvent event) {
    EventView view = EventView.of(event);
    return bytes(
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(view.seq(), view.type(), json.writeValueAsString(view)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
