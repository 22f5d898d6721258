package io.espalier.format.onnx;

/**
 * What a model file may cost before it is refused.
 *
 * @param fileBytes size of the file
 * @param messages sub-messages in the whole file
 * @param values names in node inputs and outputs, and numbers in attributes, in the whole file
 * @param textBytes all names and string attributes together
 * @param nodes nodes in the graph and its subgraphs together
 * @param subgraphDepth graphs inside attributes inside graphs
 * @param nameBytes length of one name
 * @param rank axes of one tensor
 */
public record OnnxLimits(
    long fileBytes,
    long messages,
    long values,
    long textBytes,
    long nodes,
    int subgraphDepth,
    int nameBytes,
    int rank) {

  /** The limits of the service. */
  public static OnnxLimits standard() {
    return new OnnxLimits(64L << 30, 1_000_000, 4_000_000, 64L << 20, 50_000, 24, 4096, 64);
  }
}
