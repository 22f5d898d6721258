package io.espalier.job.checkpoint;

import io.espalier.artifact.StoreFaults;
import io.espalier.artifact.StoreFiles;
import io.espalier.engine.train.Checkpoints;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The checkpoints of all jobs, as {@code checkpoints/<job>/<step>/…} below a home. */
public final class CheckpointStore {
  private final Path home;
  private final Path folder;
  private final StoreFiles files;
  private final SafetensorsReader reader = new SafetensorsReader(SafetensorsLimits.standard());

  /**
   * @param home an existing folder
   */
  public CheckpointStore(Path home, StoreFiles files) {
    this.home = home;
    this.folder = home.resolve("checkpoints");
    this.files = files;
  }

  /**
   * Those of one training.
   *
   * @param attempt that asks; its own are newer than those of earlier attempts
   * @param step index in the job document
   */
  public Checkpoints of(String jobId, int attempt, int step) {
    Path ofStep = folder.resolve(jobId).resolve(Integer.toString(step));
    return new CheckpointFolder(home, ofStep, attempt, files, reader);
  }

  /** Removes what a job kept, as far as that is possible; the sweep removes the rest. */
  public void forget(String jobId) {
    try {
      remove(folder.resolve(jobId));
    } catch (IOException leftForTheSweep) {
      // It takes space and does no other harm.
    }
  }

  /**
   * Removes what jobs kept that have ended.
   *
   * @param ended whether a job has ended or never was
   * @return how many jobs were forgotten
   */
  public int sweep(Predicate<String> ended) {
    List<String> orphans =
        jobs().stream().map(job -> job.getFileName().toString()).filter(ended).toList();
    orphans.forEach(this::forget);
    return orphans.size();
  }

  private List<Path> jobs() {
    try {
      return files.exists(folder) ? files.list(folder) : List.of();
    } catch (IOException fault) {
      throw StoreFaults.onRead(fault);
    }
  }

  private void remove(Path ofJob) throws IOException {
    if (!files.exists(ofJob)) {
      return;
    }
    for (Path step : files.list(ofJob)) {
      for (Path file : files.list(step)) {
        files.delete(file);
      }
      files.delete(step);
    }
    files.delete(ofJob);
  }
}
