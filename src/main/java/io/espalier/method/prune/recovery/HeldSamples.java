package io.espalier.method.prune.recovery;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples as far as both networks have computed them: at the input, or at a value that alone
 * carries everything on.
 *
 * @param cut name of that value in the cut network
 * @param original name of that value in the original
 * @param held batches of it; empty at the input, where they are read from the data set
 */
record HeldSamples(
    String cut, String original, CalibrationData samples, Optional<List<Held>> held) {
  /**
   * One batch.
   *
   * @param samples of the batch
   */
  record Held(int samples, Tensor cut, Tensor original) {}

  /** What is done with a batch. */
  @FunctionalInterface
  interface Visit {
    void batch(Held batch);
  }

  /** Shows every batch in order. */
  void forEach(Visit visit) {
    held.ifPresentOrElse(batches -> batches.forEach(visit::batch), () -> read(visit));
  }

  private void read(Visit visit) {
    try (Batches batches = samples.pass()) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          visit.batch(new Held(batch.size(), batch.inputs(), batch.inputs()));
        }
      }
    }
  }

  /** The samples at a later value of both networks. */
  HeldSamples at(String laterCut, String laterOriginal, Probe cutProbe, Probe originalProbe) {
    List<Held> later = new ArrayList<>();
    forEach(
        batch ->
            later.add(
                new Held(
                    batch.samples(),
                    cutProbe.run(batch.cut()).get(laterCut),
                    originalProbe.run(batch.original()).get(laterOriginal))));
    return new HeldSamples(laterCut, laterOriginal, samples, Optional.of(later));
  }
}
