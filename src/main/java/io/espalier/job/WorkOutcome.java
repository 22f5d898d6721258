package io.espalier.job;

import java.time.Instant;

/** What the queue shall do with a job a worker has put down. */
sealed interface WorkOutcome {
  /** Nothing is left to do: forget it. */
  record Done() implements WorkOutcome {}

  /** Hand it out again. */
  record Again(Instant at) implements WorkOutcome {}
}
