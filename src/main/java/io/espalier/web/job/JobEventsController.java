package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.TEMPORARILY_UNAVAILABLE;
import static io.espalier.problem.ErrorCode.VALIDATION_FAILED;

import io.espalier.job.JobEvent;
import io.espalier.job.JobService;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/jobs/{id}/events}: one address, as a stream or as a list. */
@RestController
public final class JobEventsController implements JobEventsApi {
  /** Most streams that are open at one time. */
  static final int MAX_STREAMS = 500;

  private static final int MAX_LISTED = 1000;

  private final JobService jobs;
  private final JsonMapper json;
  private final EventStream stream;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);

  JobEventsController(JobService jobs, JsonMapper json, Stopping stopping) {
    this.jobs = jobs;
    this.json = json;
    this.stream = new EventStream(jobs, json, stopping);
  }

  @Override
  @GetMapping(
      path = JobView.PATH + "/{id}/events",
      produces = {MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE})
  public void events(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") long after,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String jobId = jobs.find(id).id();
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (wantsList(request)) {
      list(jobId, after, response);
    } else {
      stream(jobId, Math.max(after, LastEvent.seen(request)), response);
    }
  }

  private static boolean wantsList(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && MediaType.parseMediaTypes(accept).stream()
            .filter(type -> !type.isWildcardType())
            .allMatch(type -> type.includes(MediaType.APPLICATION_JSON))
        && !accept.strip().equals(MediaType.ALL_VALUE);
  }

  private void list(String jobId, long after, HttpServletResponse response) throws IOException {
    requireNotNegative(after);
    List<JobEvent> events = jobs.events(jobId, after, MAX_LISTED + 1);
    boolean hasMore = events.size() > MAX_LISTED;
    List<EventView> shown = events.stream().limit(MAX_LISTED).map(EventView::of).toList();
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(new EventView.Part(shown, hasMore)));
  }

  private static void requireNotNegative(long after) {
    Problems problems = new Problems();
    if (after < 0) {
      problems.add(
          "query:after", "out-of-range", "The number (%d) must be at least 0.".formatted(after));
    }
    problems.throwIfPresent(VALIDATION_FAILED);
  }

  private void stream(String jobId, long seen, HttpServletResponse response) throws IOException {
    if (LastEvent.isLast(jobs, jobId, seen)) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    if (!streams.tryAcquire()) {
      throw new EspalierException(
          TEMPORARILY_UNAVAILABLE,
          "All %d event streams are in use; ask for the list instead.".formatted(MAX_STREAMS));
    }
    try {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setCharacterEncoding("UTF-8");
      response.setHeader("X-Accel-Buffering", "no");
      stream.send(jobId, LastEvent.known(jobs, jobId, seen), response.getOutputStream());
    } finally {
      streams.release();
    }
  }
}
