package io.espalier.web.job;

import io.espalier.job.JobEvent;
import io.espalier.job.JobService;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Where a client that comes back wants to go on. */
final class LastEvent {
  static final String HEADER = "Last-Event-ID";

  private LastEvent() {}

  /**
   * The number of the last event the client has seen, 0 for none.
   *
   * @throws EspalierException MALFORMED_REQUEST when the header is no such number
   */
  static long seen(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    if (header == null || header.isBlank()) {
      return 0;
    }
    if (header.matches("\\d{1,18}")) {
      return Long.parseLong(header);
    }
    String message =
        "The header Last-Event-ID must be the number of an event, as an id: line has it.";
    throw new EspalierException(
        ErrorCode.MALFORMED_REQUEST,
        message,
        List.of(new Problem("header:" + HEADER, "bad-event-id", message)));
  }

  /** The same number if the job has that event, or 0: a number of another job starts anew. */
  static long known(JobService jobs, String jobId, long seen) {
    return seen == 0 || jobs.events(jobId, seen - 1, 1).isEmpty() ? 0 : seen;
  }

  /** Whether the client has seen all there will ever be. */
  static boolean isLast(JobService jobs, String jobId, long seen) {
    List<JobEvent> found = seen == 0 ? List.of() : jobs.events(jobId, seen - 1, 1);
    return !found.isEmpty() && found.getFirst().type().isLast();
  }
}
