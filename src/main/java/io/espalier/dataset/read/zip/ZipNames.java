package io.espalier.dataset.read.zip;

import io.espalier.dataset.read.fault.DatasetFault;
import java.util.HashSet;
import java.util.Set;

/** Accepts names that lead nowhere else and can be shown, each once. */
final class ZipNames {
  private final int limitBytes;
  private final Set<String> taken = new HashSet<>();

  ZipNames(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Takes a name; that of a folder ends with a slash.
   *
   * @throws io.espalier.problem.EspalierException [zip-bad-name], [zip-duplicate]
   */
  void take(String name, int bytes) {
    if (bytes > limitBytes || !isPlain(name)) {
      throw DatasetFault.at(
          "zip",
          "zip-bad-name",
          "The archive has a name (%s) that is too long, leads elsewhere or holds odd characters."
              .formatted(DatasetFault.quote(name)));
    }
    if (!taken.add(name)) {
      throw DatasetFault.at(
          "entry " + name,
          "zip-duplicate",
          "The archive has the entry (%s) twice.".formatted(DatasetFault.quote(name)));
    }
  }

  private static boolean isPlain(String name) {
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (path.codePoints().anyMatch(ZipNames::isOdd) || path.matches("[A-Za-z]:.*")) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOdd(int codePoint) {
    return codePoint == '\\'
        || Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.SURROGATE;
  }
}
