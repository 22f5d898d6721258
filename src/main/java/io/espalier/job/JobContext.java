package io.espalier.job;

import java.nio.file.Path;

/** What the code that runs a job sees of the world around it. */
public interface JobContext {
  /** The number of this attempt, from 1. */
  int attempt();

  /** A folder of this attempt alone, empty at first and removed when the attempt ends. */
  Path scratch();

  /**
   * Tells how far the run has come; cheap, call it often. At most two a second are written; a
   * fraction below an earlier one is raised to it.
   *
   * @param fraction in [0, 1]
   * @throws JobStoppedException as {@link #throwIfCancelled}
   */
  void progress(double fraction, String phase, String message);

  /**
   * The point at which a run may be ended from outside; cheap, call it at least once a second.
   *
   * @throws JobStoppedException when the job was cancelled, another attempt has taken over, or the
   *     worker shuts down; let it pass
   */
  void throwIfCancelled();
}
