package io.espalier.job.run.output;

import java.nio.file.Path;

/**
 * A file that was made for a client.
 *
 * @param name of the artifact
 * @param path in the scratch folder of the job
 */
public record OutputFile(String name, String mediaType, Path path) {
  /** A file under its own name. */
  public static OutputFile binary(Path path) {
    return new OutputFile(path.getFileName().toString(), "application/octet-stream", path);
  }

  /** A JSON document under its own name. */
  public static OutputFile json(Path path) {
    return new OutputFile(path.getFileName().toString(), "application/json", path);
  }
}
