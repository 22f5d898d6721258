package io.espalier.dataset.read;

import io.espalier.dataset.Target;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;

/**
 * The classes a target may name: 0 to one below the bound.
 *
 * @param below number of the declared classes, or the limit where none are declared
 */
record ClassRange(int below) {

  int check(double label, String place) {
    if (label != Math.rint(label) || !isInside(label)) {
      throw outside(Double.toString(label), place);
    }
    return (int) label;
  }

  int check(long label, String place) {
    if (!isInside(label)) {
      throw outside(Long.toString(label), place);
    }
    return (int) label;
  }

  /** Classes of pixels, of which 255 is not counted. */
  void checkPixels(byte[] classes, String place) {
    for (byte value : classes) {
      int label = Byte.toUnsignedInt(value);
      if (label != Target.OfPixels.IGNORED) {
        check((long) label, place);
      }
    }
  }

  private boolean isInside(double label) {
    return label >= 0 && label < below;
  }

  EspalierException outside(String label, String place) {
    return DatasetFault.at(
        place,
        "dataset-label-range",
        "The label (%s) at %s must be a whole number from 0 to %d."
            .formatted(DatasetFault.quote(label), DatasetFault.quote(place), below - 1));
  }
}
