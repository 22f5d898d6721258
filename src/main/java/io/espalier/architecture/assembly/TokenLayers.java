package io.espalier.architecture.assembly;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.Activation;
import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Layers over sequences of tokens {@code [B, T, D]}. */
public final class TokenLayers {
  private final Assembly assembly;
  private final Activations activations;
  private final float epsilon;

  /**
   * @param epsilon of every LayerNorm
   */
  public TokenLayers(Assembly assembly, double epsilon) {
    this.assembly = assembly;
    this.activations = new Activations(assembly);
    this.epsilon = (float) epsilon;
  }

  /** A fully connected layer over the last axis of a sequence. */
  public String linear(LinearNames names, String x, long in, long out) {
    return bias(names, assembly.op(names.module(), "MatMul", x, weight(names, in, out)), out);
  }

  /** A fully connected layer without a bias over the last axis of a sequence. */
  public String linearWithoutBias(LinearNames names, String x, long in, long out) {
    return assembly.op(names.module(), "MatMul", x, weight(names, in, out));
  }

  private String weight(LinearNames names, long in, long out) {
    return assembly.transposed(names.weight(), out, in);
  }

  private String bias(LinearNames names, String product, long out) {
    return assembly.op(names.module() + ".add", "Add", product, assembly.weight(names.bias(), out));
  }

  /** A fully connected layer over a matrix {@code [B, in]}. */
  public String gemm(LinearNames names, String x, long in) {
    long out = assembly.source().extent(names.weight(), 0);
    return assembly.op(
        names.module(),
        "Gemm",
        Map.of("transB", Attribute.of(1L)),
        x,
        assembly.weight(names.weight(), ANY, in),
        assembly.weight(names.bias(), out));
  }

  /** The number of rows of a layer's weight, which is how wide its output is. */
  public long outputWidth(LinearNames names) {
    return assembly.source().extent(names.weight(), 0);
  }

  /** Two linear layers with an activation between; how wide that is, the tensors tell. */
  public String mlp(
      LinearNames first, LinearNames second, Activation activation, String x, long width) {
    long hidden = outputWidth(first);
    String inner = linear(first, x, width, hidden);
    String active = activations.apply(first.module() + ".activation", activation, inner);
    return linear(second, active, hidden, width);
  }

  /** A LayerNorm over the last axis. */
  public String layerNorm(LinearNames names, String x, long width) {
    return assembly.op(
        names.module(),
        "LayerNormalization",
        Map.of("axis", Attribute.of(-1L), "epsilon", Attribute.of(epsilon)),
        x,
        assembly.weight(names.weight(), width),
        assembly.weight(names.bias(), width));
  }

  /** One token of each sequence, as a matrix {@code [B, D]}. */
  public String token(String name, String x, long position) {
    String index = assembly.constant(name + ".index", Tensor.ofLongs(new long[0], position));
    return assembly.op(name, "Gather", Map.of("axis", Attribute.of(1L)), x, index);
  }
}
