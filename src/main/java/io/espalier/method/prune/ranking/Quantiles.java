package io.espalier.method.prune.ranking;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Places of scores in their order, as shares. */
final class Quantiles {

  private record Place(int group, int channel) {}

  private Quantiles() {}

  /**
   * For each score the share of all that go with or before it, in (0, 1]: the lowest first, equal
   * ones from the end.
   *
   * @param scores one array a group
   */
  static List<double[]> of(List<double[]> scores) {
    List<Place> order = places(scores).sorted(firstToGo(scores)).toList();
    List<double[]> shares = scores.stream().map(group -> new double[group.length]).toList();
    for (int i = 0; i < order.size(); i++) {
      Place place = order.get(i);
      shares.get(place.group())[place.channel()] = (i + 1.0) / order.size();
    }
    return shares;
  }

  /** From the last channel of the last group to the first of the first. */
  private static Stream<Place> places(List<double[]> scores) {
    return IntStream.range(0, scores.size())
        .boxed()
        .flatMap(
            group ->
                IntStream.range(0, scores.get(group).length)
                    .mapToObj(channel -> new Place(group, channel)))
        .toList()
        .reversed()
        .stream();
  }

  private static Comparator<Place> firstToGo(List<double[]> scores) {
    return Comparator.comparingDouble(place -> scores.get(place.group())[place.channel()]);
  }
}
