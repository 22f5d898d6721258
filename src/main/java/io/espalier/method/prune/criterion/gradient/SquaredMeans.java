package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.Tensor;
import io.espalier.method.prune.criterion.WeightSums;
import io.espalier.method.prune.criterion.gradient.LinearOutput.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Squares of values, summed over everything but one axis. */
final class SquaredMeans {
  private final List<Place> places;
  private final Map<Place, double[]> sums = new HashMap<>();

  SquaredMeans(List<Place> places) {
    this.places = places;
  }

  /** Adds a share of the squares of each value. */
  void add(Function<String, Tensor> values, double share) {
    places.forEach(place -> add(place, values.apply(place.value()), share));
  }

  private void add(Place place, Tensor value, double share) {
    SortedSet<Integer> axis = new TreeSet<>(List.of(place.axis()));
    WeightSums squares = WeightSums.of(value, value, axis, (x, y) -> x * y);
    double[] sum =
        sums.computeIfAbsent(place, _ -> new double[Math.toIntExact(value.dim(place.axis()))]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += share * squares.at(place.axis(), new int[] {i});
    }
  }

  /** One number for each position of the axis. */
  double[] of(Place place) {
    return sums.get(place);
  }
}
