package io.espalier.job.latency;

import io.espalier.artifact.Sha256;
import io.espalier.artifact.StoreFaults;
import io.espalier.artifact.StoreFiles;
import io.espalier.engine.bench.LatencyPlace;
import io.espalier.engine.bench.LatencyTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times as files {@code latency/<digest of the place>.json} below a home, each written whole and
 * renamed; a power cut between may lose a table, which is then measured again.
 *
 * <p>Of two processes that add to one file at once the later keeps its own times: what the other
 * measured is measured again. A file that cannot be read counts as none.
 */
public final class LatencyFolder implements LatencyTable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path home;
  private final Path folder;
  private final StoreFiles files;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * @param home an existing folder
   */
  public LatencyFolder(Path home, StoreFiles files) {
    this.home = home;
    this.folder = home.resolve("latency");
    this.files = files;
  }

  /** What a file holds. */
  private record Content(LatencyPlace place, Map<String, Double> millis) {}

  @Override
  public Map<String, Double> of(LatencyPlace place) {
    Path file = folder.resolve(name(place) + ".json");
    try {
      return files.exists(file) ? read(file, place) : Map.of();
    } catch (IOException fault) {
      throw StoreFaults.onRead(fault);
    }
  }

  private Map<String, Double> read(Path file, LatencyPlace place) throws IOException {
    try (InputStream content = files.open(file)) {
      Content read = MAPPER.readValue(content, Content.class);
      return place.equals(read.place()) ? read.millis() : Map.of();
    } catch (JacksonException damaged) {
      return Map.of();
    }
  }

  @Override
  public void keep(LatencyPlace place, Map<String, Double> millis) {
    writing.lock();
    try {
      Map<String, Double> all = new TreeMap<>(of(place));
      all.putAll(millis);
      write(name(place), new Content(place, new LinkedHashMap<>(all)));
    } catch (IOException fault) {
      throw StoreFaults.onWrite(
          fault,
          "The storage of the service is full; measured times found no room.",
          "Measured times could not be stored.");
    } finally {
      writing.unlock();
    }
  }

  private void write(String name, Content content) throws IOException {
    files.createDirectory(folder);
    files.forceDirectory(home);
    Path staged = folder.resolve(name + ".part");
    Path file = folder.resolve(name + ".json");
    files.delete(staged);
    byte[] bytes = MAPPER.writeValueAsBytes(content);
    try (StoreFiles.NewFile created = files.create(staged)) {
      created.write(bytes, 0, bytes.length);
      created.force();
    }
    files.delete(file);
    files.move(staged, file);
    files.forceDirectory(folder);
  }

  private static String name(LatencyPlace place) {
    byte[] text = place.toString().getBytes(StandardCharsets.UTF_8);
    Sha256 digest = new Sha256();
    digest.update(text, text.length);
    return digest.hexadecimal();
  }
}
