package io.espalier.report;

import java.util.List;

/**
 * The new widths of a network, for those who build it in code and load its weights.
 *
 * @param weights in the order of the network
 */
public record Widths(List<Weight> weights) {
  public Widths {
    weights = List.copyOf(weights);
  }

  /** UTF-8 text. */
  public byte[] toJson() {
    return ReportJson.write(this);
  }

  /**
   * One weight before and after.
   *
   * @param name in the weights file
   * @param layer the node that reads it first; empty where none does
   * @param operator of that node
   * @param before its shape in the original; empty for a weight the original does not have
   * @param after its shape in the weights file
   */
  public record Weight(
      String name, String layer, String operator, List<Long> before, List<Long> after) {
    public Weight {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }
}
