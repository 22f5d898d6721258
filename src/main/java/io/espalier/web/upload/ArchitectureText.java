package io.espalier.web.upload;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The description of a network that comes beside its weights. */
public final class ArchitectureText {
  /** The longest description in UTF-8. */
  public static final int MOST_BYTES = 128 << 10;

  private static final String PLACE = "part:architecture";

  private ArchitectureText() {}

  /**
   * The text of a field.
   *
   * @throws EspalierException TOO_LARGE, or MALFORMED_REQUEST when it is no UTF-8
   * @throws IOException when the body breaks off
   */
  static String read(InputStream field) throws IOException {
    byte[] bytes = field.readNBytes(MOST_BYTES + 1);
    requireShort(bytes.length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw malformed(PLACE, "The architecture must be UTF-8 text.");
    }
  }

  /**
   * The same text, once it is found fit to be kept.
   *
   * @param place where it was found, for example {@code query:architecture}
   * @throws EspalierException TOO_LARGE, or MALFORMED_REQUEST when it holds the NUL character
   */
  public static String checked(String place, String text) {
    requireShort(text.getBytes(StandardCharsets.UTF_8).length);
    if (text.indexOf('\0') >= 0) {
      throw malformed(place, "The architecture must not hold the NUL character.");
    }
    return text;
  }

  private static void requireShort(int bytes) {
    if (bytes > MOST_BYTES) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The architecture is longer than the limit of %d bytes.".formatted(MOST_BYTES));
    }
  }

  private static EspalierException malformed(String place, String message) {
    return new EspalierException(
        ErrorCode.MALFORMED_REQUEST, message, List.of(new Problem(place, "bad-text", message)));
  }
}
