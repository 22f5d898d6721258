package io.espalier.engine.train;

import io.espalier.dataset.TrainingData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells trainings apart whose checkpoints must not be mixed up. */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 over the settings and the numbers of samples, in hexadecimal. */
  static String of(TrainingSettings settings, TrainingData data) {
    String text = settings + "|" + data.samples() + "|" + data.validationSamples();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Impossible state: every JDK has SHA-256.", e);
    }
  }
}
