package io.espalier.format.onnx.wire;

import io.espalier.format.ModelFault;

/** Counts what one file makes us keep, and ends the reading when it is too much. */
public final class WireBudget {
  private final long messageLimit;
  private final long memoryByteLimit;
  private long messages;
  private long memoryBytes;

  public WireBudget(long messageLimit, long memoryByteLimit) {
    this.messageLimit = messageLimit;
    this.memoryByteLimit = memoryByteLimit;
  }

  /**
   * Counts one sub-message.
   *
   * @throws io.espalier.problem.EspalierException [too-many-messages]
   */
  void countMessage() {
    expectMessages(1);
    messages++;
  }

  /**
   * Looks whether so many more sub-messages are allowed.
   *
   * @throws io.espalier.problem.EspalierException [too-many-messages]
   */
  void expectMessages(long count) {
    if (messages + count > messageLimit) {
      throw ModelFault.at(
          "graph",
          "too-many-messages",
          "The file holds more than %d sub-messages, the limit.".formatted(messageLimit));
    }
  }

  /**
   * Counts memory that stays taken while the model is in use.
   *
   * @throws io.espalier.problem.EspalierException [too-large-structure]
   */
  public void keep(long bytes) {
    memoryBytes += bytes;
    if (memoryBytes > memoryByteLimit) {
      throw ModelFault.at(
          "graph",
          "too-large-structure",
          "Names, attributes and unpacked constants need more than %d bytes; use raw data."
              .formatted(memoryByteLimit));
    }
  }
}
