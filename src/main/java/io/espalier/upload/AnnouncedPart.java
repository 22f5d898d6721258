package io.espalier.upload;

import java.util.Optional;

/**
 * A file that somebody means to send.
 *
 * @param bytes its length, where it was told
 * @param sha256 its digest, where it was told: 64 hexadecimal digits
 */
public record AnnouncedPart(String name, Optional<Long> bytes, Optional<String> sha256) {
  static AnnouncedPart named(String name) {
    return new AnnouncedPart(name, Optional.empty(), Optional.empty());
  }
}
