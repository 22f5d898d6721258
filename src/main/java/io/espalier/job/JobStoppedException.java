package io.espalier.job;

/** Ends a run that must not go on; only the worker catches it. */
public final class JobStoppedException extends RuntimeException {
  /** Why a run must not go on. */
  public enum Reason {
    /** Somebody cancelled the job. */
    CANCELLED,
    /** A newer attempt runs, or the job has ended: whatever this run makes is dropped. */
    SUPERSEDED,
    /** The worker shuts down; another will take the job up. */
    SHUTDOWN
  }

  private final Reason reason;

  public JobStoppedException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
