package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive samples of a batch, over its bytes.
 *
 * @param share of the samples of the whole batch
 */
record BatchPart(Tensor inputs, Tensor targets, double share) implements Batch {

  /** Parts of nearly equal size, larger ones first; fewer than asked for in a small batch. */
  static List<BatchPart> split(Batch batch, int count) {
    int size = batch.size();
    List<BatchPart> parts = new ArrayList<>();
    for (int i = 0, begin = 0; i < count && begin < size; i++) {
      int length = (size - begin + count - i - 1) / (count - i);
      Tensor inputs = rows(batch.inputs(), begin, length);
      Tensor targets = rows(batch.targets(), begin, length);
      parts.add(new BatchPart(inputs, targets, (double) length / size));
      begin += length;
    }
    return parts;
  }

  private static Tensor rows(Tensor tensor, int begin, int length) {
    long[] shape = tensor.shape();
    long rowBytes = shape[0] == 0 ? 0 : tensor.byteSize() / shape[0];
    shape[0] = length;
    return Tensor.of(
        tensor.elementType(), shape, tensor.bytes().asSlice(begin * rowBytes, length * rowBytes));
  }

  /** The bytes belong to the whole batch. */
  @Override
  public void close() {}
}
