package io.espalier.engine.evaluate;

import io.espalier.engine.RunnableModel;
import io.espalier.engine.RuntimeInfo;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model that takes batches of one size alone: a smaller one is filled with its last sample, and
 * the answers to what was filled in are left out.
 *
 * @param model not closed with this
 * @param batch the size
 */
public record FixedBatchModel(RunnableModel model, int batch) implements RunnableModel {
  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    int given = (int) inputs.values().iterator().next().dim(0);
    if (given >= batch) {
      return model.run(inputs);
    }
    Map<String, Tensor> whole =
        inputs.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, input -> filled(input.getValue(), batch)));
    return model.run(whole).stream().map(output -> first(output, given)).toList();
  }

  /** A batch of a size, its last sample repeated where samples lack. */
  public static Tensor filled(Tensor samples, int batch) {
    int last = (int) samples.dim(0) - 1;
    return samples.gather(
        0, IntStream.range(0, batch).map(sample -> Math.min(sample, last)).toArray());
  }

  private Tensor first(Tensor output, int samples) {
    return output.rank() > 0 && output.dim(0) == batch
        ? output.gather(0, IntStream.range(0, samples).toArray())
        : output;
  }

  @Override
  public RuntimeInfo runtime() {
    return model.runtime();
  }

  @Override
  public void close() {}
}
