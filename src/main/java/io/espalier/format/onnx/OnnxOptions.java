package io.espalier.format.onnx;

import io.espalier.graph.rewrite.lower.Lowering;

/**
 * What a client wants an ONNX file to be like.
 *
 * @param opset of the default domain, in [13, 21]
 * @param precision of weights and activations; inputs and outputs keep their types
 * @param foldBatchNorm whether a BatchNormalization behind a convolution or Gemm goes into its
 *     weights
 */
public record OnnxOptions(int opset, Precision precision, boolean foldBatchNorm) {
  /** What is written when nothing is asked for. */
  public static final OnnxOptions STANDARD = new OnnxOptions(17, Precision.FP32, false);

  public OnnxOptions {
    if (opset < Lowering.OLDEST || opset > Lowering.NEWEST) {
      throw new IllegalArgumentException(
          "The opset (%d) must be in [%d, %d].".formatted(opset, Lowering.OLDEST, Lowering.NEWEST));
    }
  }
}
