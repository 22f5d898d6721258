package io.espalier.web.download;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A strong entity tag.
 *
 * @param value with its quotes, as a header carries it
 */
public record EntityTag(String value) {
  public static EntityTag ofSha256(String sha256) {
    return new EntityTag('"' + sha256 + '"');
  }

  /** The tag of a representation: the same bytes, and only they, have the same tag. */
  public static EntityTag ofContent(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return ofSha256(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Whether an {@code If-None-Match} header, if there is one, names this tag. */
  public boolean isNamedBy(@Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(value) || tag.equals("W/" + value));
  }

  /** Whether an {@code If-Range} header, if there is one, lets a range of this content be sent. */
  boolean allowsRange(@Nullable String ifRange) {
    return ifRange == null || ifRange.strip().equals(value);
  }
}
