package io.espalier.method.prune.recovery;

import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;

/**
 * A constant that moves the outputs of a layer.
 *
 * @param constant one number a channel: a bias, or the running mean of a BatchNormalization
 * @param factors by channel, how much the constant changes when the layer's own output has to
 *     change by one
 */
record Intercept(String constant, double[] factors) {
  Tensor moved(Tensor old, double[] change) {
    return FloatingTensors.of(
        old.elementType(), old.shape(), i -> old.doubleAt(i) + factors[(int) i] * change[(int) i]);
  }
}
