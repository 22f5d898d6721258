package io.espalier.method.prune.latency;

import io.espalier.engine.bench.LatencyPlace;
import io.espalier.engine.bench.LatencyTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times that live as long as the test. */
public final class MemoryLatencyTable implements LatencyTable {
  private final Map<LatencyPlace, Map<String, Double>> kept = new LinkedHashMap<>();

  @Override
  public Map<String, Double> of(LatencyPlace place) {
    return Map.copyOf(kept.getOrDefault(place, Map.of()));
  }

  @Override
  public void keep(LatencyPlace place, Map<String, Double> millis) {
    kept.computeIfAbsent(place, _ -> new LinkedHashMap<>()).putAll(millis);
  }

  List<LatencyPlace> places() {
    return List.copyOf(kept.keySet());
  }
}
