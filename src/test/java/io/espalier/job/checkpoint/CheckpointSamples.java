package io.espalier.job.checkpoint;

import io.espalier.engine.train.Checkpoint;
import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.Optional;

/** Checkpoints that are told apart by one number. */
final class CheckpointSamples {
  private static final int ELEMENTS = 1_000;

  private CheckpointSamples() {}

  static Checkpoint checkpoint(int number) {
    float[] weights = new float[ELEMENTS];
    weights[ELEMENTS - 1] = number;
    return new Checkpoint(
        Map.of("weight", Tensor.ofFloats(new long[] {ELEMENTS}, weights)),
        Map.of("number", Integer.toString(number)));
  }

  /** The number, from the values and from the tensor, or 0 where there is no checkpoint. */
  static int number(Optional<Checkpoint> found) {
    return found.map(CheckpointSamples::number).orElse(0);
  }

  private static int number(Checkpoint found) {
    int told = Integer.parseInt(found.values().get("number"));
    float held = found.tensors().get("weight").toFloats()[ELEMENTS - 1];
    if (told != held) {
      throw new AssertionError("The values say %d, the weights %f".formatted(told, held));
    }
    return told;
  }
}
