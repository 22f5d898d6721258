package io.espalier.method.prune.recovery;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.StepContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows both networks' values to the fits, level by level, with every earlier level already brought
 * back.
 *
 * <p>A few levels share a loaded part of each network, whose constants are replaced as they are
 * found; what lies behind these levels is not run.
 */
final class Passes {
  private static final int LEVELS_AT_ONCE = 4;

  private final Twins twins;
  private final ResidentModels models;
  private final CalibrationData samples;
  private final StepContext watcher;
  private final Map<String, Tensor> constants;
  private final List<RecoveredLayer> records = new ArrayList<>();

  Passes(Twins twins, ResidentModels models, CalibrationData samples, StepContext watcher) {
    this.twins = twins;
    this.models = models;
    this.samples = samples;
    this.watcher = watcher;
    constants = new LinkedHashMap<>(twins.graph().initializers());
  }

  /**
   * Closes the fits once they are done with.
   *
   * @param from fraction of the recovery that was done before
   * @param share fraction that this is of it
   */
  void run(List<Fit> fits, double from, double share) {
    List<List<Fit>> levels = Levels.of(twins, fits);
    int done = 0;
    for (int first = 0; first < levels.size(); first += LEVELS_AT_ONCE) {
      List<List<Fit>> some = levels.subList(first, Math.min(levels.size(), first + LEVELS_AT_ONCE));
      List<Fit> all = some.stream().flatMap(List::stream).toList();
      try (Probe cut = cut(all);
          Probe original = original(all)) {
        for (List<Fit> level : some) {
          String activity = "Bringing back " + level.getFirst().layer();
          watcher.progress(from + share * done / levels.size(), activity);
          bringBack(level, cut, original);
          done++;
        }
      }
    }
  }

  private Probe cut(List<Fit> fits) {
    Probe probe = Probe.open(models, twins.cut(), values(fits, Fit::cutValues));
    twins
        .graph()
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (constants.get(name) != tensor) {
                probe.put(name, constants.get(name));
              }
            });
    return probe;
  }

  private Probe original(List<Fit> fits) {
    return Probe.open(models, twins.original(), values(fits, Fit::originalValues));
  }

  private static List<String> values(List<Fit> fits, Values of) {
    return fits.stream().flatMap(fit -> of.values(fit).stream()).distinct().toList();
  }

  private interface Values {
    List<String> values(Fit fit);
  }

  private void bringBack(List<Fit> level, Probe cut, Probe original) {
    try {
      look(level, cut, original);
      for (Fit fit : level) {
        watcher.throwIfCancelled();
        Fit.Outcome outcome = fit.solve(constants::get);
        outcome.constants().forEach(cut::put);
        constants.putAll(outcome.constants());
        records.add(outcome.record());
      }
    } finally {
      level.forEach(Fit::close);
    }
  }

  private void look(List<Fit> level, Probe cut, Probe original) {
    try (Batches batches = samples.pass()) {
      while (batches.hasNext()) {
        watcher.throwIfCancelled();
        try (Batch batch = batches.next()) {
          Fit.Sight sight =
              new Fit.Sight(batch.size(), cut.run(batch.inputs()), original.run(batch.inputs()));
          level.forEach(fit -> fit.see(sight));
        }
      }
    }
  }

  /** The cut network with the constants that were found. */
  Graph graph() {
    return twins.graph().withInitializers(constants);
  }

  /** One for each fit, in the order in which they were solved. */
  List<RecoveredLayer> records() {
    return records;
  }
}
