package io.espalier.method.prune.criterion.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Splits points into clusters, one split at a time, until each stands alone.
 *
 * <p>Source: Steinbach, Karypis and Kumar, A Comparison of Document Clustering Techniques, 2000,
 * for bisecting k-means; Arthur and Vassilvitskii, k-means++, SODA 2007, for the first centres.
 */
final class BisectingClusters {
  private static final int MOST_ROUNDS = 30;

  private final double[][] points;
  private final double[] weights;
  private final RandomGenerator random;

  /**
   * Some points and how they scatter.
   *
   * @param points their numbers, ascending
   * @param scatter sum of the squared distances to their mean
   */
  private record Cluster(int[] points, double scatter) {}

  /**
   * @param points one a row
   * @param weights the point of a cluster with the largest stands for it
   */
  BisectingClusters(double[][] points, double[] weights, RandomGenerator random) {
    this.points = points;
    this.weights = weights;
    this.random = random;
  }

  /** By point, the scatter that is left before it gets a cluster of its own, relative to all. */
  double[] scores() {
    int count = points.length;
    int[] order = new int[count];
    double[] costs = new double[count];
    List<Cluster> clusters = new ArrayList<>(List.of(cluster(IntStream.range(0, count))));
    double whole = clusters.getFirst().scatter();
    order[count - 1] = strongest(clusters.getFirst());
    costs[count - 1] = 1;
    for (int i = count - 2; i >= 0; i--) {
      double scatter = clusters.stream().mapToDouble(Cluster::scatter).sum();
      order[i] = split(clusters);
      costs[i] = whole == 0 ? 0 : scatter / whole;
    }
    return RemovalOrder.scores(order, costs);
  }

  /** Splits the widest cluster and tells which point stands for the new one. */
  private int split(List<Cluster> clusters) {
    Cluster widest =
        clusters.stream()
            .filter(cluster -> cluster.points().length > 1)
            .max(Comparator.comparingDouble(Cluster::scatter))
            .orElseThrow();
    int old = strongest(widest);
    boolean[] second = halves(widest);
    Cluster a = cluster(members(widest, second, false));
    Cluster b = cluster(members(widest, second, true));
    clusters.remove(widest);
    clusters.add(a);
    clusters.add(b);
    return strongest(strongest(a) == old ? b : a);
  }

  private static IntStream members(Cluster cluster, boolean[] second, boolean which) {
    return IntStream.range(0, second.length)
        .filter(i -> second[i] == which)
        .map(i -> cluster.points()[i]);
  }

  private int strongest(Cluster cluster) {
    return Arrays.stream(cluster.points())
        .boxed()
        .max(
            Comparator.comparingDouble((Integer point) -> weights[point])
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private Cluster cluster(IntStream members) {
    int[] own = members.toArray();
    double[] mean = mean(own);
    return new Cluster(own, Arrays.stream(own).mapToDouble(p -> distance(points[p], mean)).sum());
  }

  /** Two-means: which points of a cluster go to the second half; neither half is empty. */
  private boolean[] halves(Cluster cluster) {
    int[] own = cluster.points();
    boolean[] second = new boolean[own.length];
    int from = random.nextInt(own.length);
    double[] a = points[own[from]];
    double[] b = points[own[farAway(own, a, from)]];
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean[] next = new boolean[own.length];
      for (int i = 0; i < own.length; i++) {
        next[i] = distance(points[own[i]], b) < distance(points[own[i]], a);
      }
      if (isEmpty(next) || Arrays.equals(next, second)) {
        break;
      }
      second = next;
      a = mean(members(cluster, second, false).toArray());
      b = mean(members(cluster, second, true).toArray());
    }
    if (isEmpty(second)) {
      second[own.length - 1] = true;
    }
    return second;
  }

  private static boolean isEmpty(boolean[] second) {
    int count = 0;
    for (boolean member : second) {
      count += member ? 1 : 0;
    }
    return count == 0 || count == second.length;
  }

  /** The second centre of k-means++: drawn in proportion to the squared distance to the first. */
  private int farAway(int[] own, double[] centre, int first) {
    double[] distances = Arrays.stream(own).mapToDouble(p -> distance(points[p], centre)).toArray();
    double drawn = random.nextDouble() * Arrays.stream(distances).sum();
    for (int i = 0; i < own.length; i++) {
      drawn -= distances[i];
      if (drawn < 0) {
        return i;
      }
    }
    return first;
  }

  private double[] mean(int[] own) {
    double[] mean = new double[points[0].length];
    for (int point : own) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += points[point][i] / own.length;
      }
    }
    return mean;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
