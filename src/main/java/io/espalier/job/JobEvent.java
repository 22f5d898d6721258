package io.espalier.job;

import java.time.Instant;

/**
 * Something that happened to a job, written together with the change it tells.
 *
 * @param seq 1, 2, 3, … without gaps within the job
 * @param attempt the number of the attempt it belongs to, 0 before the first
 * @param progress as it was right after the event; its message says why, where there is a why
 */
public record JobEvent(
    long seq, Instant at, JobEventType type, JobState state, int attempt, JobProgress progress) {}
