package io.espalier.matrix;

import java.util.List;

/**
 * One network and what became of it at each stage; a stage that failed says why.
 *
 * @param untyped values without a type after inference
 * @param remainingPercent MACs that remain when half are asked for
 * @param onnxParity cut against silenced original, both in ONNX Runtime
 * @param torchParity cut in libtorch against cut in ONNX Runtime
 */
record MatrixRow(
    String network,
    int nodes,
    int untyped,
    int prunable,
    int frozen,
    double remainingPercent,
    Outcome onnxParity,
    Outcome torchParity,
    Outcome reImport) {

  /** How a comparison went. */
  enum Outcome {
    EQUAL("yes"),
    DIFFERENT("**NO**"),
    BY_DESIGN("n/a"),
    NOT_COMPILED("**not compiled**");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    boolean sound() {
      return this == EQUAL || this == BY_DESIGN;
    }
  }

  static final List<String> HEADINGS =
      List.of(
          "network",
          "import (nodes)",
          "infer (untyped values)",
          "group (prunable / frozen)",
          "prune 50 % (MACs left)",
          "ONNX Runtime: cut = silenced",
          "libtorch = ONNX Runtime",
          "re-import");

  String text() {
    return "| %s | %d | %d | %d / %d | %.1f %% | %s | %s | %s |"
        .formatted(
            network,
            nodes,
            untyped,
            prunable,
            frozen,
            remainingPercent,
            onnxParity.text,
            torchParity.text,
            reImport.text);
  }
}
