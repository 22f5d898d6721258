package io.espalier.architecture.assembly;

/** The tensors of a fully connected layer. */
public record LinearNames(String weight, String bias) {
  /** The tensors of a module of PyTorch. */
  public static LinearNames of(String module) {
    return new LinearNames(module + ".weight", module + ".bias");
  }

  /** The module they belong to, for naming nodes. */
  String module() {
    return weight.replaceFirst("[._]weight$", "");
  }
}
