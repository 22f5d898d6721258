package io.espalier.job.checkpoint;

import io.espalier.artifact.Sha256;
import io.espalier.artifact.StoreFaults;
import io.espalier.artifact.StoreFiles;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.format.safetensors.SafetensorsWriter;
import io.espalier.format.state.StateDict;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of one training as files of one folder, seen by one attempt.
 *
 * <p>A file gets its name, which tells attempt, number and digest, after its bytes were forced, and
 * the name is forced before a save returns; what is on its way has another name. An attempt that
 * was frozen and comes back neither hides nor removes what a newer one wrote: the number of the
 * attempt counts first, and nobody removes a file of a newer attempt.
 */
final class CheckpointFolder implements Checkpoints {
  private static final int KEPT = 2;

  private final Path folder;
  private final Path home;
  private final int attempt;
  private final StoreFiles files;
  private final SafetensorsReader reader;
  private final SafetensorsWriter writer = new SafetensorsWriter();
  private boolean created;

  /**
   * @param home the existing folder that the folder and its parents are made in
   */
  CheckpointFolder(
      Path home, Path folder, int attempt, StoreFiles files, SafetensorsReader reader) {
    this.home = home;
    this.folder = folder;
    this.attempt = attempt;
    this.files = files;
    this.reader = reader;
  }

  /** A frozen attempt may replace the files while they are looked at; then the look is repeated. */
  @Override
  public Optional<Checkpoint> newest() {
    List<CheckpointName> seen = List.of();
    List<CheckpointName> found = newestFirst();
    while (!found.equals(seen)) {
      Optional<Checkpoint> whole = found.stream().flatMap(name -> read(name).stream()).findFirst();
      if (whole.isPresent()) {
        return whole;
      }
      seen = found;
      found = newestFirst();
    }
    return Optional.empty();
  }

  private List<CheckpointName> newestFirst() {
    try {
      return files.exists(folder)
          ? files.list(folder).stream()
              .flatMap(file -> CheckpointName.parse(file.getFileName().toString()).stream())
              .sorted(Comparator.reverseOrder())
              .toList()
          : List.of();
    } catch (IOException fault) {
      throw StoreFaults.onRead(fault);
    }
  }

  /** The tensors are mapped; a mapping outlives the removal of its file. */
  private Optional<Checkpoint> read(CheckpointName name) {
    Path file = folder.resolve(name.file());
    try {
      if (!isWhole(file, name.sha256())) {
        return Optional.empty();
      }
      StateDict state = reader.read(file, Arena.ofAuto());
      return Optional.of(new Checkpoint(state.tensors(), state.metadata()));
    } catch (IOException | UncheckedIOException | EspalierException damaged) {
      return Optional.empty();
    }
  }

  private boolean isWhole(Path file, String sha256) throws IOException {
    try (InputStream content = files.open(file)) {
      return Sha256.of(content).equals(sha256);
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    try {
      createFolder();
      name(checkpoint, nextNumber());
      forgetOlder();
    } catch (IOException fault) {
      throw StoreFaults.onWrite(
          fault,
          "The storage of the service is full; a checkpoint of the training found no room.",
          "A checkpoint of the training could not be stored.");
    }
  }

  /** The names on the way are forced though they exist: who made them may have died meanwhile. */
  private void createFolder() throws IOException {
    if (created) {
      return;
    }
    files.createDirectory(folder);
    Path parent = folder;
    do {
      parent = parent.getParent();
      files.forceDirectory(parent);
    } while (!parent.equals(home));
    created = true;
  }

  private long nextNumber() {
    return newestFirst().stream()
        .filter(name -> name.attempt() == attempt)
        .findFirst()
        .map(name -> name.number() + 1)
        .orElse(1L);
  }

  private void name(Checkpoint checkpoint, long number) throws IOException {
    Path staged = folder.resolve("%06d-%09d.part".formatted(attempt, number));
    try {
      String sha256 = write(checkpoint, staged);
      CheckpointName name = new CheckpointName(attempt, number, sha256);
      files.move(staged, folder.resolve(name.file()));
      files.forceDirectory(folder);
    } catch (IOException | RuntimeException fault) {
      files.delete(staged);
      throw fault;
    }
  }

  private String write(Checkpoint checkpoint, Path staged) throws IOException {
    try (DigestedFile file = new DigestedFile(files.create(staged))) {
      writer.write(checkpoint.tensors(), checkpoint.values(), file);
      file.force();
      return file.sha256();
    } catch (UncheckedIOException fault) {
      throw fault.getCause();
    }
  }

  /** Leaves the newest two, and whatever is of newer attempts. */
  private void forgetOlder() throws IOException {
    List<CheckpointName> old = newestFirst().stream().skip(KEPT).toList();
    for (CheckpointName name : old) {
      if (name.attempt() <= attempt) {
        files.delete(folder.resolve(name.file()));
      }
    }
  }
}
