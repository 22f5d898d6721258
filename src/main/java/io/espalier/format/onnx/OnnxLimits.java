package io.espalier.format.onnx;

/**
 * What a model file may cost before it is refused.
 *
 * @param fileBytes size of the file
 * @param messages sub-messages in the whole file
 * @param memoryBytes estimated memory that names, attributes, nodes, tensor headers and data that
 *     has to be unpacked may take; weights as {@code raw_data} stay in the file and take none
 * @param nodes nodes in the graph and its subgraphs together
 * @param subgraphDepth graphs inside attributes inside graphs
 * @param nameBytes length of one name
 * @param rank axes of one tensor
 */
public record OnnxLimits(
    long fileBytes,
    long messages,
    long memoryBytes,
    long nodes,
    int subgraphDepth,
    int nameBytes,
    int rank) {

  /** The limits of the service. */
  public static OnnxLimits standard() {
    return new OnnxLimits(64L << 30, 1_000_000, 256L << 20, 50_000, 24, 4096, 64);
  }
}
