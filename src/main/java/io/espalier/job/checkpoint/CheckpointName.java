package io.espalier.job.checkpoint;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file tells of the checkpoint in it.
 *
 * @param attempt that wrote it; whatever a newer attempt wrote is newer
 * @param number within the attempt, from 1
 * @param sha256 of the whole file
 */
record CheckpointName(int attempt, long number, String sha256)
    implements Comparable<CheckpointName> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{6,9})-(\\d{9,18})-([0-9a-f]{64})\\.safetensors");
  private static final Comparator<CheckpointName> OLDEST_FIRST =
      Comparator.comparingInt(CheckpointName::attempt)
          .thenComparingLong(CheckpointName::number)
          .thenComparing(CheckpointName::sha256);

  /** Nothing when the file is no checkpoint, or not yet. */
  static Optional<CheckpointName> parse(String file) {
    Matcher parts = FORM.matcher(file);
    return parts.matches()
        ? Optional.of(
            new CheckpointName(
                Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3)))
        : Optional.empty();
  }

  String file() {
    return "%06d-%09d-%s.safetensors".formatted(attempt, number, sha256);
  }

  @Override
  public int compareTo(CheckpointName other) {
    return OLDEST_FIRST.compare(this, other);
  }
}
