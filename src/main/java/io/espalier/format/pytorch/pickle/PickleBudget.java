package io.espalier.format.pytorch.pickle;

/** Counts what one pickle makes us do and keep, and ends the reading when it is too much. */
final class PickleBudget {
  private static final int VALUE_BYTES = 32;
  private static final int CONTAINER_BYTES = 96;
  private static final int TEXT_BYTES = 72;
  private static final int PAIR_BYTES = 72;
  private static final int SLOT_BYTES = 16;

  private final PickleLimits limits;
  private long opcodes;
  private long memoryBytes;
  private long tensors;

  PickleBudget(PickleLimits limits) {
    this.limits = limits;
  }

  PickleLimits limits() {
    return limits;
  }

  void countOpcode() {
    if (++opcodes > limits.opcodes()) {
      throw PickleFault.expansion(
          "The pickle has more than %d opcodes, the limit.".formatted(limits.opcodes()));
    }
    keep(SLOT_BYTES);
  }

  void countTensor() {
    if (++tensors > limits.tensors()) {
      throw PickleFault.at(
          "too-many-tensors",
          "The file holds more than %d tensors, the limit.".formatted(limits.tensors()));
    }
    keep(CONTAINER_BYTES);
  }

  void keepValue() {
    keep(VALUE_BYTES);
  }

  void keepContainer() {
    keep(CONTAINER_BYTES);
  }

  void keepPair() {
    keep(PAIR_BYTES);
  }

  void keepText(long bytes) {
    keep(TEXT_BYTES + bytes);
  }

  void keepSlots(int count) {
    keep((long) count * SLOT_BYTES);
  }

  void requireWeight(PickleValue value) {
    if (value.weight() > limits.weight()) {
      throw PickleFault.expansion(
          "A structure of the pickle repeats its parts to more than %d values."
              .formatted(limits.weight()));
    }
  }

  private void keep(long bytes) {
    memoryBytes += bytes;
    if (memoryBytes > limits.memoryBytes()) {
      throw PickleFault.expansion(
          "What the pickle builds needs more than %d bytes, the limit."
              .formatted(limits.memoryBytes()));
    }
  }
}
