package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Consecutive samples of a batch; its bytes are the batch's own and valid as long.
 *
 * @param share of the batch's mean loss that is the loss of these samples, in (0, 1]
 */
record MicroBatch(Tensor inputs, Tensor targets, double share) implements Batch {
  private static final long IGNORED = -100;

  /**
   * Parts of nearly the same size that cover the batch, so that none is left with a single sample
   * that a BatchNormalization could not train on. Samples count for the share by their targets:
   * pixels and steps of a sequence that are not counted weigh nothing, and a part without a counted
   * one is left out where others have some.
   *
   * @param most samples of a part
   */
  static List<MicroBatch> split(Batch batch, int most) {
    int count = Math.ceilDiv(batch.size(), most);
    if (count <= 1) {
      return List.of(new MicroBatch(batch.inputs(), batch.targets(), 1));
    }
    long counted = counted(batch.targets());
    List<MicroBatch> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      long from = (long) batch.size() * part / count;
      long to = (long) batch.size() * (part + 1) / count;
      Tensor targets = slice(batch.targets(), from, to);
      double share =
          counted == 0 ? (double) (to - from) / batch.size() : (double) counted(targets) / counted;
      if (share > 0) {
        parts.add(new MicroBatch(slice(batch.inputs(), from, to), targets, share));
      }
    }
    return parts;
  }

  /** Samples, or pixels and steps of sequences where these have a class each. */
  private static long counted(Tensor targets) {
    return targets.elementType() == ElementType.INT64 && targets.rank() > 1
        ? LongStream.range(0, targets.elements())
            .filter(index -> targets.longAt(index) != IGNORED)
            .count()
        : targets.dim(0);
  }

  private static Tensor slice(Tensor tensor, long from, long to) {
    long[] shape = tensor.shape();
    long rowBytes = tensor.byteSize() / shape[0];
    shape[0] = to - from;
    return Tensor.of(
        tensor.elementType(),
        shape,
        tensor.bytes().asSlice(from * rowBytes, (to - from) * rowBytes));
  }

  /** Nothing: the bytes are the batch's. */
  @Override
  public void close() {}
}
