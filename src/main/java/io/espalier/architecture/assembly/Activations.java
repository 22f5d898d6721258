package io.espalier.architecture.assembly;

import io.espalier.architecture.Activation;
import io.espalier.graph.Tensor;

/** Activation functions in the operators of opset 17, GELU as exporters spell it. */
public final class Activations {
  private static final float CUBIC = 0.044715f;

  private final Assembly assembly;

  public Activations(Assembly assembly) {
    this.assembly = assembly;
  }

  public String apply(String name, Activation activation, String x) {
    return switch (activation) {
      case GELU -> gelu(name, x);
      case GELU_TANH -> geluTanh(name, x);
      case RELU -> assembly.op(name, "Relu", x);
      case SILU -> assembly.op(name, "Mul", x, assembly.op(name + ".sigmoid", "Sigmoid", x));
    };
  }

  private String gelu(String name, String x) {
    String scaled = assembly.op(name + ".div", "Div", x, scalar(name + ".sqrt2", Math.sqrt(2)));
    String erf = assembly.op(name + ".erf", "Erf", scaled);
    String shifted = assembly.op(name + ".add", "Add", erf, scalar(name + ".one", 1));
    return halved(name, assembly.op(name + ".mul", "Mul", x, shifted));
  }

  private String geluTanh(String name, String x) {
    String square = assembly.op(name + ".square", "Mul", x, x);
    String cube = assembly.op(name + ".cube", "Mul", x, square);
    String term = assembly.op(name + ".term", "Mul", cube, scalar(name + ".cubic", CUBIC));
    String sum = assembly.op(name + ".sum", "Add", x, term);
    String scale = scalar(name + ".scale", Math.sqrt(2 / Math.PI));
    String tanh =
        assembly.op(name + ".tanh", "Tanh", assembly.op(name + ".scaled", "Mul", sum, scale));
    String shifted = assembly.op(name + ".add", "Add", tanh, scalar(name + ".one", 1));
    return halved(name, assembly.op(name + ".mul", "Mul", x, shifted));
  }

  private String halved(String name, String x) {
    return assembly.op(name, "Mul", x, scalar(name + ".half", 0.5));
  }

  private String scalar(String name, double value) {
    return assembly.constant(name, Tensor.scalar((float) value));
  }
}
