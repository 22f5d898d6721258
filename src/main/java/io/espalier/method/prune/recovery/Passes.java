package io.espalier.method.prune.recovery;

import io.espalier.dataset.CalibrationData;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.StepContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Shows both networks' values to the fits, level by level, with every earlier level already brought
 * back.
 *
 * <p>A few levels share a loaded part of each network, whose constants are replaced as they are
 * found. Where a single value carries everything on from the levels that are done, its batches are
 * held in memory and what computes it is not run again.
 */
final class Passes {
  private static final int LEVELS_AT_ONCE = 2;

  /** The most that held batches of both networks may take. */
  private static final long HELD_BYTES = 1L << 29;

  private final Twins twins;
  private final ResidentModels models;
  private final StepContext watcher;
  private final Map<String, Tensor> constants;
  private final List<RecoveredLayer> records = new ArrayList<>();
  private HeldSamples samples;

  Passes(Twins twins, ResidentModels models, CalibrationData samples, StepContext watcher) {
    this.twins = twins;
    this.models = models;
    this.watcher = watcher;
    this.samples =
        new HeldSamples(
            twins.graph().inputs().getFirst().name(),
            twins.original().graph().inputs().getFirst().name(),
            samples,
            Optional.empty());
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
    for (int first = 0; first < levels.size(); first += LEVELS_AT_ONCE) {
      List<List<Fit>> left = levels.subList(first, levels.size());
      List<List<Fit>> some = left.subList(0, Math.min(left.size(), LEVELS_AT_ONCE));
      advance(left.stream().flatMap(List::stream).toList());
      List<Fit> all = some.stream().flatMap(List::stream).toList();
      try (Probe cut = cut(values(all, Fit::cutValues));
          Probe original = original(values(all, Fit::originalValues))) {
        for (int i = 0; i < some.size(); i++) {
          String activity = "Bringing back " + some.get(i).getFirst().layer();
          watcher.progress(from + share * (first + i) / levels.size(), activity);
          bringBack(some.get(i), cut, original);
        }
      }
    }
  }

  /** Holds the samples at the latest value that the fits still to come can do with. */
  private void advance(List<Fit> left) {
    SequencedSet<String> ofOriginal =
        Frontier.candidates(twins.original().graph(), values(left, Fit::originalValues));
    for (String value : Frontier.candidates(twins.graph(), values(left, Fit::cutValues))) {
      Optional<String> twin = twins.twin(value).filter(ofOriginal::contains);
      if (value.equals(samples.cut())) {
        return;
      }
      if (twin.isPresent() && isDone(value, left) && fits(value, twin.get())) {
        try (Probe cut = cut(List.of(value));
            Probe original = original(List.of(twin.get()))) {
          samples = samples.at(value, twin.get(), cut, original);
        }
        return;
      }
    }
  }

  /** True when no layer that computes a value is still to be brought back. */
  private boolean isDone(String value, List<Fit> left) {
    return left.stream().noneMatch(fit -> twins.isBehind(fit.layer(), value));
  }

  private boolean fits(String cut, String original) {
    long each = elements(twins.cut(), cut) + elements(twins.original(), original);
    return each * Float.BYTES <= HELD_BYTES / Math.max(1, samples.samples().samples());
  }

  /** Elements of one sample; more than can be held where nobody knows. */
  private static long elements(TypedGraph network, String value) {
    List<Dim> each = network.type(value).orElseThrow().shape().stream().skip(1).toList();
    return each.stream().allMatch(Dim::isKnown)
        ? each.stream().mapToLong(Dim::size).reduce(1, Math::multiplyExact)
        : HELD_BYTES;
  }

  private Probe cut(List<String> values) {
    Probe probe = Probe.open(models, twins.cut(), samples.cut(), values);
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

  private Probe original(List<String> values) {
    return Probe.open(models, twins.original(), samples.original(), values);
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
    samples.forEach(
        batch -> {
          watcher.throwIfCancelled();
          Fit.Sight sight =
              new Fit.Sight(batch.samples(), cut.run(batch.cut()), original.run(batch.original()));
          level.forEach(fit -> fit.see(sight));
        });
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
