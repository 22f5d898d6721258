package io.espalier.method.prune.latency;

import io.espalier.engine.bench.GraphTimer;
import io.espalier.engine.bench.LatencyPlace;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.engine.bench.LatencyTable;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times of layers at one place: those that were measured before, and new ones. */
final class LayerTimes {
  private static final LatencySettings SETTINGS = new LatencySettings(2, 5, 30, 20);
  private static final long SEED = 1;

  private final GraphTimer timer;
  private final LatencyTable table;
  private final LatencyPlace place;
  private final Runnable watcher;
  private final Map<String, Double> known;
  private final Map<String, Double> fresh = new LinkedHashMap<>();

  /**
   * @param watcher called before every measurement; what it throws ends them
   */
  LayerTimes(GraphTimer timer, LatencyTable table, LatencyPlace place, Runnable watcher) {
    this.timer = timer;
    this.table = table;
    this.place = place;
    this.watcher = watcher;
    this.known = new LinkedHashMap<>(table.of(place));
  }

  /** Median milliseconds. */
  double millis(TimedLayer layer, LayerWidths widths) {
    return known.computeIfAbsent(
        layer.signature(widths), signature -> measure(signature, LayerGraph.of(layer, widths)));
  }

  private double measure(String signature, Graph graph) {
    watcher.run();
    double millis =
        timer.time(graph, SampleInputs.ofBatch(1).draw(graph, SEED), SETTINGS).p50Millis();
    fresh.put(signature, millis);
    return millis;
  }

  /** Keeps what was measured since the last time. */
  void keep() {
    if (!fresh.isEmpty()) {
      table.keep(place, fresh);
      fresh.clear();
    }
  }
}
