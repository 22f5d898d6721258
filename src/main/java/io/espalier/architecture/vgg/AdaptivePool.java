package io.espalier.architecture.vgg;

import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.Window;
import io.espalier.graph.Tensor;

/**
 * The pooling of PyTorch that gives every image one size: the means of windows that may overlap.
 *
 * <p>Where the windows are equal it is an ordinary pooling, else two products with matrices of
 * means, because the operator is not in ONNX.
 *
 * @param from height and width before
 * @param to height and width after
 */
record AdaptivePool(Assembly assembly, int from, int to) {
  Features apply(String name, Features x) {
    if (from == to) {
      return x;
    }
    if (from % to == 0) {
      return new ConvolutionLayers(assembly).averagePool(name, x, Window.tiled(from / to));
    }
    String columns = assembly.constant(name + ".columns", means(true));
    String rows = assembly.constant(name + ".rows", means(false));
    String narrow = assembly.op(name + ".narrow", "MatMul", x.value(), columns);
    return new Features(assembly.op(name, "MatMul", rows, narrow), x.channels());
  }

  /** The matrix of means {@code [to, from]}, or its transpose. */
  private Tensor means(boolean transposed) {
    float[] values = new float[from * to];
    for (int window = 0; window < to; window++) {
      int start = window * from / to;
      int end = Math.ceilDiv((window + 1) * from, to);
      for (int i = start; i < end; i++) {
        values[transposed ? i * to + window : window * from + i] = 1f / (end - start);
      }
    }
    return transposed
        ? Tensor.ofFloats(new long[] {from, to}, values)
        : Tensor.ofFloats(new long[] {to, from}, values);
  }
}
