package io.espalier.architecture;

import java.util.List;

/** The function between two linear layers. */
public enum Activation {
  /** {@code x·Φ(x)}, by the error function. */
  GELU("gelu"),
  /** GELU by the hyperbolic tangent. */
  GELU_TANH("gelu_new", "gelu_pytorch_tanh"),
  RELU("relu"),
  /** {@code x·sigmoid(x)}. */
  SILU("silu", "swish");

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** What configurations call it, the usual name first. */
  public List<String> names() {
    return names;
  }
}
