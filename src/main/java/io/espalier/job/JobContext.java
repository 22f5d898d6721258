package io.espalier.job;

import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the code that runs a job sees of the world around it; by default nobody watches. */
public interface JobContext {
  /** The number of this attempt, from 1. */
  int attempt();

  /** A folder of this attempt alone, empty at first and removed when the attempt ends. */
  Path scratch();

  /** What the attempt may compute on, the first being the one for whatever needs but one. */
  default List<Device> devices() {
    return List.of(Device.CPU);
  }

  /**
   * Tells how far the run has come; cheap, call it often. At most two a second are written; a
   * fraction below an earlier one is raised to it.
   *
   * @param fraction in [0, 1]
   * @throws JobStoppedException as {@link #throwIfCancelled}
   */
  void progress(double fraction, String phase, String message);

  /**
   * As {@link #progress(double, String, String)}, with an estimate.
   *
   * @param left until the training that runs ends; below zero counts as zero
   */
  default void progress(double fraction, String phase, String message, Duration left) {
    progress(fraction, phase, message);
  }

  /**
   * The point at which a run may be ended from outside; cheap, call it at least once a second.
   *
   * @throws JobStoppedException when the job was cancelled, another attempt has taken over, or the
   *     worker shuts down; let it pass
   */
  void throwIfCancelled();

  /**
   * Where a step keeps its state between attempts.
   *
   * @param step its index in the job document, from 0
   */
  default Checkpoints checkpoints(int step) {
    return Checkpoints.none();
  }

  /**
   * Keeps the best that a step has found so far, which the job shows should it end without a
   * result. It takes the place of what the step kept under the same name.
   *
   * @param step its index in the job document, from 0
   * @param name of the file, without extension
   * @param json UTF-8
   */
  default void keep(int step, String name, byte[] json) {}

  /**
   * Keeps a point of a curve of a step; cheap, points are written many at a time.
   *
   * @param step its index in the job document, from 0
   */
  default void measured(int step, TrainingListener.Point point) {}

  /**
   * A step went on from a checkpoint: its points of later iterations are void.
   *
   * @param step its index in the job document, from 0
   * @param iteration that the checkpoint was taken after
   */
  default void resumed(int step, long iteration) {}
}
