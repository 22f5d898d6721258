package io.espalier.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a result comes from: enough to make it again.
 *
 * @param jobId identifier of the job
 * @param input the model that came in
 * @param output the model that was made
 * @param job the job document, every default filled in
 * @param libraries versions by name
 * @param started when the job was taken up
 * @param finished when the result was complete
 */
public record Provenance(
    String jobId,
    ModelFile input,
    ModelFile output,
    Map<String, Object> job,
    long seed,
    Machine machine,
    Map<String, String> libraries,
    Instant started,
    Instant finished) {
  public Provenance {
    job = Collections.unmodifiableMap(new LinkedHashMap<>(job));
    libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
  }

  /**
   * A model and the files beside it.
   *
   * @param sha256 of the bytes of the main file, lower-case hexadecimal
   * @param bytes of the main file
   * @param parts the other files, by name; empty for a model of one file
   */
  public record ModelFile(String name, String sha256, long bytes, List<Part> parts) {
    public ModelFile {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A file beside the main one of a model.
   *
   * @param sha256 of its bytes, lower-case hexadecimal
   */
  public record Part(String name, String sha256, long bytes) {}

  /**
   * What the job ran on.
   *
   * @param espalier version of this service
   * @param java vendor and version of the virtual machine
   * @param operatingSystem name, version and architecture
   * @param device for example {@code cpu}; several are separated by commas
   * @param processors logical processors the job could use
   */
  public record Machine(
      String espalier, String java, String operatingSystem, String device, int processors) {
    /** The same with the devices a job was lent. */
    public Machine on(String devices) {
      return new Machine(espalier, java, operatingSystem, devices, processors);
    }
  }
}
