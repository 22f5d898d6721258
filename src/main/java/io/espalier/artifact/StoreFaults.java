package io.espalier.artifact;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.util.List;

/** Faults of the file system in words that name no path. */
public final class StoreFaults {
  /** Java reports a full disk only by the text of the operating system. */
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space");

  private StoreFaults() {}

  static EspalierException onWrite(IOException fault) {
    return onWrite(
        fault,
        "The storage of the service is full; nothing was kept. Send the content again later.",
        "The content could not be stored; nothing was kept.");
  }

  /**
   * INSUFFICIENT_STORAGE or INTERNAL_ERROR.
   *
   * @param full what to say of a full disk
   * @param other what to say of any other fault
   */
  public static EspalierException onWrite(IOException fault, String full, String other) {
    return isFull(fault)
        ? new EspalierException(ErrorCode.INSUFFICIENT_STORAGE, full, fault)
        : new EspalierException(ErrorCode.INTERNAL_ERROR, other, fault);
  }

  public static EspalierException onRead(IOException fault) {
    return new EspalierException(
        ErrorCode.INTERNAL_ERROR, "The storage of the service could not be read.", fault);
  }

  static EspalierException corrupt(String sha256, String how) {
    return new EspalierException(
        ErrorCode.ARTIFACT_CORRUPT, "The stored content %s %s.".formatted(sha256, how));
  }

  private static boolean isFull(IOException fault) {
    String text = String.valueOf(fault.getMessage());
    return FULL.stream().anyMatch(text::contains);
  }
}
