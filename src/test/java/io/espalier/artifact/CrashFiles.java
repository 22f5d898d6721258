package io.espalier.artifact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file system in memory that can lose its power, or its disk, before any of its steps.
 *
 * <p>Bytes reach the medium when their file is forced, names when their directory is. What happens
 * to the rest after a power cut is up to the disk: see {@link AfterCut}.
 */
public final class CrashFiles implements StoreFiles {
  /** The power was cut; nothing after this has an effect. */
  public static final class PowerCut extends Error {}

  /** What a disk may have done with steps that were not forced. */
  public enum AfterCut {
    /** Neither bytes nor names arrived. */
    LOSES_ALL,
    /** Names arrived, bytes did not. */
    KEEPS_NAMES,
    /** All arrived: the death of the process alone. */
    KEEPS_ALL
  }

  private static final class Content {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] forced = new byte[0];
    private Instant modifiedAt = Instant.EPOCH;
  }

  private final Map<Path, Map<Path, Content>> directories = new TreeMap<>();
  private final Map<Path, Map<Path, Content>> forcedNames = new HashMap<>();
  private int steps;
  private int cutBefore = Integer.MAX_VALUE;
  private int failingStep = Integer.MAX_VALUE;
  private String failure = "";

  /** Cuts the power before the given step, counted from 1 from now on. */
  public void cutBefore(int step) {
    steps = 0;
    cutBefore = step;
  }

  /** Lets one step fail, counted from 1 from now on. */
  public void failAt(int step, String message) {
    steps = 0;
    failingStep = step;
    failure = message;
  }

  /** The file system as it is found after the power has come back. */
  public CrashFiles restarted(AfterCut after) {
    CrashFiles found = new CrashFiles();
    Map<Path, Map<Path, Content>> names = after == AfterCut.LOSES_ALL ? forcedNames : directories;
    for (Path directory : directories.keySet()) {
      found.directories.put(directory, new TreeMap<>());
      names
          .getOrDefault(directory, Map.of())
          .forEach((path, content) -> found.restore(directory, path, content, after));
    }
    found.dropUnreachable(after == AfterCut.LOSES_ALL ? forcedNames : directories);
    return found;
  }

  private void restore(Path directory, Path path, Content lost, AfterCut after) {
    Content content = new Content();
    content.bytes.writeBytes(after == AfterCut.KEEPS_ALL ? lost.bytes.toByteArray() : lost.forced);
    content.forced = content.bytes.toByteArray();
    content.modifiedAt = lost.modifiedAt;
    directories.get(directory).put(path, content);
    forcedNames.computeIfAbsent(directory, all -> new TreeMap<>()).put(path, content);
  }

  /** A directory whose own name was lost is gone with all that is in it. */
  private void dropUnreachable(Map<Path, Map<Path, Content>> names) {
    directories
        .keySet()
        .removeIf(
            directory ->
                directory.getParent() != null
                    && directories.containsKey(directory.getParent())
                    && !names.getOrDefault(directory.getParent(), Map.of()).containsKey(directory));
  }

  /** Writes all that is here to real folders below another root. */
  public void copyTo(Path root) throws IOException {
    for (Map.Entry<Path, Map<Path, Content>> directory : directories.entrySet()) {
      Files.createDirectories(root.resolve(directory.getKey()));
      for (Map.Entry<Path, Content> entry : directory.getValue().entrySet()) {
        if (!directories.containsKey(entry.getKey())) {
          Files.write(root.resolve(entry.getKey()), entry.getValue().bytes.toByteArray());
        }
      }
    }
  }

  private void step() {
    steps++;
    if (steps >= cutBefore) {
      throw new PowerCut();
    }
  }

  private void fallibleStep() throws IOException {
    step();
    if (steps == failingStep) {
      throw new IOException(failure);
    }
  }

  @Override
  public boolean exists(Path path) {
    return directories.containsKey(path) || find(path) != null;
  }

  private Content find(Path file) {
    return directories.getOrDefault(file.getParent(), Map.of()).get(file);
  }

  private Content require(Path file) throws FileNotFoundException {
    Content content = find(file);
    if (content == null) {
      throw new FileNotFoundException(file.toString());
    }
    return content;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    fallibleStep();
    if (directory.getParent() != null && !directories.containsKey(directory.getParent())) {
      createDirectory(directory.getParent());
    }
    if (directories.putIfAbsent(directory, new TreeMap<>()) == null
        && directory.getParent() != null) {
      directories.get(directory.getParent()).put(directory, new Content());
    }
  }

  @Override
  public NewFile create(Path file) throws IOException {
    fallibleStep();
    if (find(file) != null) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Content content = new Content();
    directories.get(file.getParent()).put(file, content);
    return new OpenContent(content);
  }

  @Override
  public InputStream open(Path file) throws IOException {
    return new ByteArrayInputStream(require(file).bytes.toByteArray());
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    fallibleStep();
    Content content = require(from);
    directories.get(to.getParent()).put(to, content);
    directories.get(from.getParent()).remove(from);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    fallibleStep();
    forcedNames.put(directory, new TreeMap<>(directories.get(directory)));
  }

  @Override
  public boolean delete(Path file) throws IOException {
    fallibleStep();
    return directories.get(file.getParent()).remove(file) != null;
  }

  @Override
  public List<Path> list(Path directory) {
    return new ArrayList<>(directories.get(directory).keySet());
  }

  @Override
  public Instant modifiedAt(Path file) throws IOException {
    return require(file).modifiedAt;
  }

  @Override
  public void touch(Path file, Instant now) throws IOException {
    fallibleStep();
    require(file).modifiedAt = now;
  }

  private final class OpenContent implements NewFile {
    private final Content content;

    private OpenContent(Content content) {
      this.content = content;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      fallibleStep();
      content.bytes.write(bytes, offset, length);
    }

    @Override
    public void force() throws IOException {
      fallibleStep();
      content.forced = content.bytes.toByteArray();
    }

    @Override
    public void close() {
      step();
    }
  }
}
