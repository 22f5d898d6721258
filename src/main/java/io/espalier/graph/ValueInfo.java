package io.espalier.graph;

/** A named value and its type, as graph inputs and outputs declare it. */
public record ValueInfo(String name, TensorType type) {
  @Override
  public String toString() {
    return name + ": " + type;
  }
}
