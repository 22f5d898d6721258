package io.espalier.web.download;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problem;
import io.espalier.web.error.Refusal;
import io.espalier.web.error.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * Reads the {@code Range} header (RFC 9110, section 14.2).
 *
 * <p>A header in another unit or that is not well formed is ignored, as the standard says: the
 * whole file is sent.
 */
final class ByteRanges {
  /** Most ranges one request may ask for. */
  static final int MAX_RANGES = 16;

  private static final String UNIT = "bytes=";
  private static final Pattern RANGE = Pattern.compile("[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*");

  private ByteRanges() {}

  /**
   * The ranges asked for, without those that lie outside the file; empty when the whole file is to
   * be sent.
   *
   * @param length of the file in bytes
   * @throws RefusedException with status 416 when no range lies in the file, or there are too many
   */
  static List<ByteRange> parse(String header, long length) {
    if (!header.startsWith(UNIT)) {
      return List.of();
    }
    String[] parts = header.substring(UNIT.length()).split(",", MAX_RANGES + 1);
    if (parts.length > MAX_RANGES) {
      throw unsatisfiable(length, "asks for more than %d ranges".formatted(MAX_RANGES));
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (String part : parts) {
      Matcher matcher = RANGE.matcher(part);
      if (!matcher.matches() || isEmptyOrReversed(matcher.group(1), matcher.group(2))) {
        return List.of();
      }
      range(matcher.group(1), matcher.group(2), length).ifPresent(ranges::add);
    }
    if (ranges.isEmpty()) {
      throw unsatisfiable(length, "names no byte of the %d there are".formatted(length));
    }
    return ranges;
  }

  private static boolean isEmptyOrReversed(String first, String last) {
    return first.isEmpty()
        ? last.isEmpty()
        : !last.isEmpty() && Long.parseLong(first) > Long.parseLong(last);
  }

  private static Optional<ByteRange> range(String first, String last, long length) {
    long from =
        first.isEmpty() ? Math.max(0, length - Long.parseLong(last)) : Long.parseLong(first);
    long to = first.isEmpty() || last.isEmpty() ? length - 1 : Long.parseLong(last);
    return from < length
        ? Optional.of(new ByteRange(from, Math.min(to, length - 1)))
        : Optional.empty();
  }

  private static RefusedException unsatisfiable(long length, String reason) {
    String message = "The header Range %s.".formatted(reason);
    return new RefusedException(
        new Refusal(
            ErrorCode.RANGE_NOT_SATISFIABLE,
            416,
            message,
            List.of(new Problem("header:Range", "range-not-satisfiable", message)),
            Map.of(HttpHeaders.CONTENT_RANGE, "bytes */" + length)));
  }
}
