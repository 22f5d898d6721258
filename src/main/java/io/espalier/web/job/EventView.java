package io.espalier.web.job;

import io.espalier.job.JobEvent;
import io.espalier.job.JobState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened to a job.
 *
 * @param seq 1, 2, 3, … without gaps; the {@code id} of the server-sent event
 * @param type the {@code event} of the server-sent event
 * @param fraction of the work that is done, in [0, 1]; never falls within an attempt
 * @param secondsLeft estimated until the training that runs ends, or null
 */
@Schema(name = "JobEvent")
public record EventView(
    @Schema(example = "4") long seq,
    Instant at,
    @Schema(example = "progress") String type,
    JobState state,
    @Schema(example = "1") int attempt,
    @Schema(example = "0.42") double fraction,
    @Schema(example = "COMPRESSING") String phase,
    @Schema(example = "Cut 12 of 20 groups") String message,
    @Schema(example = "95") Optional<Long> secondsLeft) {

  static EventView of(JobEvent event) {
    return new EventView(
        event.seq(),
        event.at(),
        event.type().wireName(),
        event.state(),
        event.attempt(),
        event.progress().fraction(),
        event.progress().phase(),
        event.progress().message(),
        event.progress().secondsLeft());
  }

  /**
   * A part of the events of a job, oldest first.
   *
   * @param hasMore whether later events exist already; ask with {@code after} = the last number
   */
  @Schema(name = "JobEvents")
  public record Part(List<EventView> data, boolean hasMore) {
    public Part {
      data = List.copyOf(data);
    }
  }
}
