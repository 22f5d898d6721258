package io.espalier.method.prune.recovery;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders layers so that each comes after those it depends on; those of one level share a pass. */
final class Levels {
  private final Map<Integer, Fit> fits = new HashMap<>();
  private final Map<Fit, Integer> levels = new HashMap<>();
  private final Twins twins;

  private Levels(Twins twins) {
    this.twins = twins;
  }

  static List<List<Fit>> of(Twins twins, List<Fit> fits) {
    Map<String, Fit> byLayer = new HashMap<>();
    fits.forEach(fit -> byLayer.put(fit.layer(), fit));
    Levels order = new Levels(twins);
    for (int i = 0; i < twins.nodes().size(); i++) {
      Fit fit = byLayer.get(twins.nodes().get(i).name());
      if (fit != null) {
        order.fits.put(i, fit);
      }
    }
    return order.sorted(fits);
  }

  private List<List<Fit>> sorted(List<Fit> all) {
    List<List<Fit>> sorted = new ArrayList<>();
    for (Fit fit : all) {
      int level = level(fit);
      while (sorted.size() <= level) {
        sorted.add(new ArrayList<>());
      }
      sorted.get(level).add(fit);
    }
    return sorted;
  }

  private int level(Fit fit) {
    Integer known = levels.get(fit);
    if (known != null) {
      return known;
    }
    BitSet behind = twins.ancestors(fit.behind());
    int level =
        behind.stream()
            .filter(number -> fits.containsKey(number) && fits.get(number) != fit)
            .map(number -> level(fits.get(number)) + 1)
            .max()
            .orElse(0);
    levels.put(fit, level);
    return level;
  }
}
