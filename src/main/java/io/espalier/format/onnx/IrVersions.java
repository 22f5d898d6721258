package io.espalier.format.onnx;

import io.espalier.graph.rewrite.lower.Lowering;

/** The IR version that came with each opset, so that old runtimes read as much as they can. */
final class IrVersions {
  private IrVersions() {}

  /**
   * The IR version to write for an opset of the default domain.
   *
   * @throws IllegalArgumentException for an opset that is not written
   */
  static long of(long opset) {
    if (opset < Lowering.OLDEST || opset > Lowering.NEWEST) {
      throw new IllegalArgumentException(
          "The opset (%d) of a graph to write must be in [%d, %d]."
              .formatted(opset, Lowering.OLDEST, Lowering.NEWEST));
    }
    if (opset <= 14) {
      return 7;
    }
    if (opset <= 18) {
      return 8;
    }
    return opset <= 20 ? 9 : 10;
  }
}
