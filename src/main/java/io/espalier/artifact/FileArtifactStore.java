package io.espalier.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Keeps artifacts in a folder, as {@code artifacts/ab/abcd…}, and what is on its way as {@code
 * staging/…}.
 *
 * <p>The order of steps is what makes a commit safe: the bytes are forced before they get their
 * name, and the directories that hold the name are forced before the commit returns. They are
 * forced for content that is there already too, because the process that put it there may have died
 * in between. The time stamp of a file is the time of its last commit.
 */
public final class FileArtifactStore implements ArtifactStore {
  private static final int FAN_OUT_CHARACTERS = 2;

  private final Path artifacts;
  private final Path staging;
  private final StoreFiles files;
  private final InstantSource clock;
  private final RandomGenerator names;
  private final ReentrantLock naming = new ReentrantLock();

  /**
   * Opens the store below {@code home}, creating it where it does not exist.
   *
   * @param names makes names of staged files, which need not be unguessable
   */
  public static FileArtifactStore open(Path home, InstantSource clock, RandomGenerator names) {
    return new FileArtifactStore(home, new LocalFiles(), clock, names);
  }

  FileArtifactStore(Path home, StoreFiles files, InstantSource clock, RandomGenerator names) {
    this.artifacts = home.resolve("artifacts");
    this.staging = home.resolve("staging");
    this.files = files;
    this.clock = clock;
    this.names = names;
    try {
      files.createDirectory(artifacts);
      files.createDirectory(staging);
      files.forceDirectory(home);
    } catch (IOException fault) {
      throw StoreFaults.onWrite(fault);
    }
  }

  @Override
  public StagedArtifact stage(InputStream content, long maximumBytes) {
    Path path = staging.resolve("%016x".formatted(names.nextLong()));
    StoreFiles.NewFile file = create(path);
    try {
      StoredArtifact received = new Reception(content, file, maximumBytes).run();
      return new Staged(path, file, received);
    } catch (IOException fault) {
      discard(path, file);
      throw StoreFaults.onWrite(fault);
    } catch (RuntimeException | Error refusal) {
      discard(path, file);
      throw refusal;
    }
  }

  private StoreFiles.NewFile create(Path path) {
    try {
      return files.create(path);
    } catch (IOException fault) {
      throw StoreFaults.onWrite(fault);
    }
  }

  private void discard(Path path, StoreFiles.NewFile file) {
    try (file) {
      files.delete(path);
    } catch (IOException leftForTheSweep) {
      // Staged files are invisible; the sweep removes what could not be removed here.
    }
  }

  @Override
  public boolean exists(String sha256) {
    return files.exists(address(sha256));
  }

  @Override
  public Path path(String sha256) {
    Path path = address(sha256);
    if (!files.exists(path)) {
      throw StoreFaults.corrupt(sha256, "is missing");
    }
    return path;
  }

  @Override
  public Path verifiedPath(String sha256) {
    Path path = path(sha256);
    try (InputStream content = files.open(path)) {
      if (!Sha256.of(content).equals(sha256)) {
        throw StoreFaults.corrupt(sha256, "no longer has its digest");
      }
      return path;
    } catch (IOException fault) {
      throw StoreFaults.onRead(fault);
    }
  }

  @Override
  public List<String> committedBefore(Instant moment) {
    List<String> found = new ArrayList<>();
    try {
      for (Path folder : files.list(artifacts)) {
        for (Path file : files.list(folder)) {
          if (files.modifiedAt(file).isBefore(moment)) {
            found.add(file.getFileName().toString());
          }
        }
      }
      return found;
    } catch (IOException fault) {
      throw StoreFaults.onRead(fault);
    }
  }

  @Override
  public boolean deleteIfCommittedBefore(String sha256, Instant moment) {
    Path path = address(sha256);
    naming.lock();
    try {
      return files.exists(path) && files.modifiedAt(path).isBefore(moment) && files.delete(path);
    } catch (IOException fault) {
      throw StoreFaults.onWrite(fault);
    } finally {
      naming.unlock();
    }
  }

  @Override
  public int sweepStaging(Duration age) {
    Instant limit = clock.instant().minus(age);
    int removed = 0;
    try {
      for (Path file : files.list(staging)) {
        removed += !files.modifiedAt(file).isAfter(limit) && files.delete(file) ? 1 : 0;
      }
      return removed;
    } catch (IOException fault) {
      throw StoreFaults.onWrite(fault);
    }
  }

  private Path address(String sha256) {
    String digest = Sha256.require(sha256);
    return artifacts.resolve(digest.substring(0, FAN_OUT_CHARACTERS)).resolve(digest);
  }

  /** Gives a forced file its address. */
  private void name(Path staged, Path target) throws IOException {
    naming.lock();
    try {
      boolean known = files.exists(target);
      files.touch(known ? target : staged, clock.instant());
      if (!known) {
        files.createDirectory(target.getParent());
        files.move(staged, target);
      }
      forceName(target, known);
    } finally {
      naming.unlock();
    }
  }

  private void forceName(Path target, boolean known) throws IOException {
    try {
      files.forceDirectory(target.getParent());
      files.forceDirectory(artifacts);
    } catch (IOException fault) {
      if (!known) {
        files.delete(target);
      }
      throw fault;
    }
  }

  private final class Staged implements StagedArtifact {
    private final Path path;
    private final StoreFiles.NewFile file;
    private final StoredArtifact content;

    private Staged(Path path, StoreFiles.NewFile file, StoredArtifact content) {
      this.path = path;
      this.file = file;
      this.content = content;
    }

    @Override
    public StoredArtifact content() {
      return content;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public StoredArtifact commit() {
      try {
        file.force();
        name(path, address(content.sha256()));
        return content;
      } catch (IOException fault) {
        throw StoreFaults.onWrite(fault);
      }
    }

    @Override
    public void close() {
      discard(path, file);
    }
  }
}
