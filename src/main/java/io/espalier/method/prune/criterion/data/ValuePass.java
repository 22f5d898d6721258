package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.engine.ResidentModel;
import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.StepContext;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs samples through a network and hands its values to tallies, batch by batch.
 *
 * <p>Values that would not fit into memory together are read in several passes.
 */
final class ValuePass {
  /** Samples that are run at once. */
  static final int BATCH = 50;

  private static final long MOST_BYTES = 256L << 20;

  private final ScoringContext context;
  private final TypedGraph typed;
  private final CalibrationData samples;
  private final StepContext watcher;
  private int batches;

  private ValuePass(ScoringContext context, CalibrationData samples) {
    this.context = context;
    this.samples = samples;
    typed = context.analysis().typed();
    watcher = context.requireData().watcher();
  }

  /** Runs the first samples of the seeded order through the network. */
  static void run(ScoringContext context, int samples, List<? extends Tally> tallies) {
    CalibrationData data = context.requireData().calibration(samples, BATCH);
    new ValuePass(context, data).run(tallies);
  }

  private void run(List<? extends Tally> tallies) {
    List<List<Tally>> parts = parts(tallies);
    for (List<Tally> part : parts) {
      runPart(part, parts.size());
    }
  }

  /** Tallies in their order, cut where the values of one batch would take too much memory. */
  private List<List<Tally>> parts(List<? extends Tally> tallies) {
    List<List<Tally>> parts = new ArrayList<>();
    Set<String> values = new LinkedHashSet<>();
    for (Tally tally : tallies) {
      Set<String> more = new LinkedHashSet<>(values);
      more.addAll(tally.values());
      boolean fits = BATCH * more.stream().mapToLong(this::bytesPerSample).sum() <= MOST_BYTES;
      if (parts.isEmpty() || !fits && !values.isEmpty()) {
        parts.add(new ArrayList<>());
        values.clear();
      }
      parts.getLast().add(tally);
      values.addAll(tally.values());
    }
    return parts;
  }

  private long bytesPerSample(String value) {
    return Float.BYTES
        * context.analysis().sized().typed().type(value).stream()
            .flatMap(type -> type.shape().stream())
            .mapToLong(Dim::coefficient)
            .reduce(1, (a, b) -> a * b);
  }

  private void runPart(List<Tally> tallies, int parts) {
    List<String> values = tallies.stream().flatMap(t -> t.values().stream()).distinct().toList();
    int outputs = typed.graph().outputs().size();
    int first = 0;
    try (ResidentModel model = context.requireData().instruments().residents().open(typed, values);
        Batches pass = samples.pass()) {
      while (pass.hasNext()) {
        watcher.throwIfCancelled();
        try (Batch batch = pass.next()) {
          List<Tensor> given = model.run(batch.inputs());
          Map<String, Tensor> byName = new HashMap<>();
          for (int i = 0; i < values.size(); i++) {
            byName.put(values.get(i), given.get(outputs + i));
          }
          for (Tally tally : tallies) {
            tally.add(tally.values().stream().map(byName::get).toList(), first, batch.size());
          }
          first += batch.size();
          report(parts);
        }
      }
    }
  }

  private void report(int parts) {
    int perPart = Math.ceilDiv(samples.samples(), BATCH);
    double done = (double) ++batches / (parts * Math.max(1, perPart));
    watcher.progress(Math.min(1, done), "Reading the network's values");
  }
}
