package io.espalier.format.pytorch.zip;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Accepts names that mean the same to every reader, each once. */
final class ZipNames {
  private final int limitBytes;
  private final Set<String> exact = new HashSet<>();
  private final Set<String> caseless = new HashSet<>();

  ZipNames(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Takes a name.
   *
   * @throws EspalierException [zip-bad-name], [zip-duplicate]
   */
  void take(String name, int bytes) {
    if (bytes > limitBytes || !isPlain(name)) {
      throw bad();
    }
    if (!exact.add(name)) {
      throw ModelFault.at(
          "zip", "zip-duplicate", "The archive has the entry (%s) twice.".formatted(name));
    }
    if (!caseless.add(name.toLowerCase(Locale.ROOT))) {
      throw bad();
    }
  }

  private static EspalierException bad() {
    return ModelFault.at(
        "zip",
        "zip-bad-name",
        "The archive has a name that is too long, leads elsewhere, holds odd characters, or is"
            + " another name but for case.");
  }

  private static boolean isPlain(String name) {
    if (name.codePoints().anyMatch(ZipNames::isOdd)) {
      return false;
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOdd(int codePoint) {
    return codePoint == '\\'
        || codePoint == ':'
        || Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.SURROGATE;
  }
}
