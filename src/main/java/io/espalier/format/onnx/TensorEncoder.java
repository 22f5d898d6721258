package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireMessage;
import io.espalier.graph.Tensor;

/** Encodes one named tensor as a {@code TensorProto}. */
@FunctionalInterface
interface TensorEncoder {
  WireMessage encode(String name, Tensor tensor);
}
