package io.espalier.format.pytorch.pickle;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;

/** Refusals of a pickle. */
final class PickleFault {
  private static final int SHOWN_CHARACTERS = 200;

  private PickleFault() {}

  static EspalierException type(String message) {
    return at("pickle-type", message);
  }

  static EspalierException malformed(String message) {
    return at("pickle-malformed", message);
  }

  static EspalierException expansion(String message) {
    return at("pickle-expansion", message);
  }

  static EspalierException at(String code, String message) {
    return ModelFault.at("pickle", code, message);
  }

  /** A text of the file as a message may show it. */
  static String shown(String text) {
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
  }
}
