package io.espalier.format.onnx;

import io.espalier.format.onnx.upgrade.OpsetUpgrade;

/** The IR version that came with each opset, so that old runtimes read as much as they can. */
final class IrVersions {
  private static final long NEWEST_OPSET = 21;

  private IrVersions() {}

  /**
   * The IR version to write for an opset of the default domain.
   *
   * @throws IllegalArgumentException for an opset that is not written
   */
  static long of(long opset) {
    if (opset < OpsetUpgrade.TARGET || opset > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "The opset (%d) of a graph to write must be in [%d, %d]."
              .formatted(opset, OpsetUpgrade.TARGET, NEWEST_OPSET));
    }
    if (opset <= 18) {
      return 8;
    }
    return opset <= 20 ? 9 : 10;
  }
}
