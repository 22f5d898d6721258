package io.espalier.format.safetensors;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.util.Comparator;
import java.util.List;

/** Checks that tensors cover the data of a file exactly: no overlap, no hole, nothing left. */
final class Layout {
  private static final Comparator<HeaderEntry> BY_PLACE =
      Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end);

  private Layout() {}

  static void check(List<HeaderEntry> entries, long dataBytes) {
    long covered = 0;
    for (HeaderEntry entry : entries.stream().sorted(BY_PLACE).toList()) {
      if (entry.begin() < covered) {
        throw fault(entry, "st-overlap", "overlaps the tensor before it");
      }
      if (entry.begin() > covered) {
        throw fault(entry, "st-hole", "leaves unnamed bytes before it");
      }
      covered = entry.end();
    }
    checkEnd(covered, dataBytes);
  }

  private static void checkEnd(long covered, long dataBytes) {
    if (covered > dataBytes) {
      throw ModelFault.at(
          "data",
          "st-data-truncated",
          "The file holds %d bytes of data where the header names %d; upload it again."
              .formatted(dataBytes, covered));
    }
    if (covered < dataBytes) {
      throw ModelFault.at(
          "data",
          "st-trailing-bytes",
          "%d bytes follow the last tensor; a safetensors file ends with it."
              .formatted(dataBytes - covered));
    }
  }

  private static EspalierException fault(HeaderEntry entry, String code, String what) {
    return ModelFault.at(
        "tensor[%s]".formatted(entry.name()),
        code,
        "The tensor (%s) at bytes %d to %d of the data %s."
            .formatted(entry.name(), entry.begin(), entry.end(), what));
  }
}
