package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.spec.prune.Criterion.Pooling;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Principal filter analysis: the energy of the principal components of pooled feature maps says how
 * many channels stay, their correlations which.
 *
 * <ul>
 *   <li>Maps are pooled to R {@code [N, C]}; λ are the eigenvalues of its covariance, the largest
 *       first. Of a group with several maps the covariances are divided by their traces and
 *       averaged, and the group is judged as a whole.
 *   <li>First go inactive channels, whose variance is below {@value #INACTIVE} of the largest; then
 *       again and again the one with the largest sum of absolute correlations with those that are
 *       left; of equal ones the one with the largest single correlation.
 *   <li>The channel that goes when k are left scores {@code 1 − Σ_{i<k} λ_i / Σ λ}. A threshold
 *       {@code 1 − τ} over all groups therefore keeps in each the fewest channels that explain the
 *       share τ of the energy: the <em>size</em> mode of the source, when scores are not
 *       normalised.
 * </ul>
 *
 * <p>Source: Suau et al., Filter Distillation for Network Compression (PFA), WACV 2020, section 3.
 * Unlike there the <em>KL</em> mode, which chooses its own size, is left out: a budget is given.
 */
public final class PrincipalFilters implements ChannelCriterion {
  private static final double INACTIVE = 1e-8;
  private static final double EQUAL = 1e-12;

  private final int samples;
  private final Pooling pooling;

  /**
   * @param samples of the training split; at least as many as a group has channels
   */
  public PrincipalFilters(int samples, Pooling pooling) {
    this.samples = samples;
    this.pooling = pooling;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.espalier.problem.EspalierException INFEASIBLE_PLAN also naming each group with more
   *     channels than there are samples: its covariance cannot have full rank
   */
  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    requireSamples(groups, context);
    LinearAlgebra algebra = context.requireData().instruments().algebra();
    return MapTallies.of(
            groups, context, samples, channels -> new Pooled(channels, pooling, algebra))
        .stream()
        .map(PrincipalFilters::covariance)
        .map(covariance -> MemberScores.comparable(scores(covariance, algebra)))
        .toList();
  }

  private void requireSamples(List<ChannelGroup> groups, ScoringContext context) {
    int given = context.requireData().calibration(samples, ValuePass.BATCH).samples();
    Problems problems = new Problems();
    for (ChannelGroup group : groups) {
      if (group.channels() > given) {
        problems.add(
            "model:" + group.id(),
            "too-few-samples",
            ("The criterion (pfa) needs at least as many samples as there are channels: %d samples,"
                    + " %d channels in %s. Raise the samples or protect the layer.")
                .formatted(given, group.channels(), group.id()));
      }
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
  }

  private static SquareMatrix covariance(List<Pooled> maps) {
    SquareMatrix mean = new SquareMatrix(maps.getFirst().sums.length);
    for (Pooled map : maps) {
      SquareMatrix covariance = map.covariance();
      double trace = covariance.trace();
      if (trace > 0) {
        mean.add(covariance, 1 / (trace * maps.size()));
      }
    }
    return mean;
  }

  private static double[] scores(SquareMatrix covariance, LinearAlgebra algebra) {
    int channels = covariance.size();
    double[] ascending = new double[channels];
    algebra.symmetricEigen(covariance.tensor()).values().copyTo(ascending, 0, channels);
    double total = Arrays.stream(ascending).map(value -> Math.max(0, value)).sum();
    double[] costs = new double[channels];
    double unexplained = 0;
    for (int i = 0; i < channels; i++) {
      unexplained += Math.max(0, ascending[i]);
      costs[i] = total == 0 ? 0 : unexplained / total;
    }
    int[] order = order(covariance);
    for (int i = 0; i < channels && isInactive(covariance, order[i]); i++) {
      costs[i] = 0;
    }
    return RemovalOrder.scores(order, costs);
  }

  private static boolean isInactive(SquareMatrix covariance, int channel) {
    double largest = 0;
    for (int c = 0; c < covariance.size(); c++) {
      largest = Math.max(largest, covariance.at(c, c));
    }
    return covariance.at(channel, channel) <= INACTIVE * largest;
  }

  /** The order in which channels go. */
  private static int[] order(SquareMatrix covariance) {
    List<Integer> order = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    for (int c = covariance.size() - 1; c >= 0; c--) {
      (isInactive(covariance, c) ? order : left).add(c);
    }
    SquareMatrix correlation = correlation(covariance, left);
    double[] sums = new double[covariance.size()];
    left.forEach(a -> left.forEach(b -> sums[a] += correlation.at(a, b)));
    while (!left.isEmpty()) {
      int next = mostCorrelated(left, sums, correlation);
      left.remove(Integer.valueOf(next));
      order.add(next);
      left.forEach(other -> sums[other] -= correlation.at(other, next));
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int mostCorrelated(List<Integer> left, double[] sums, SquareMatrix correlation) {
    int most = left.getFirst();
    for (int channel : left) {
      double more = sums[channel] - sums[most];
      boolean tie = Math.abs(more) <= EQUAL * Math.max(1, sums[most]);
      if (tie
          ? largest(channel, left, correlation) > largest(most, left, correlation) + EQUAL
          : more > 0) {
        most = channel;
      }
    }
    return most;
  }

  private static double largest(int channel, List<Integer> left, SquareMatrix correlation) {
    return left.stream().mapToDouble(other -> correlation.at(channel, other)).max().orElse(0);
  }

  /** Absolute correlations between different channels; zeros on the diagonal. */
  private static SquareMatrix correlation(SquareMatrix covariance, List<Integer> active) {
    SquareMatrix correlation = new SquareMatrix(covariance.size());
    for (int a : active) {
      for (int b : active) {
        if (a != b) {
          double deviations = Math.sqrt(covariance.at(a, a) * covariance.at(b, b));
          correlation.put(a, b, Math.abs(covariance.at(a, b)) / deviations);
        }
      }
    }
    return correlation;
  }

  private static final class Pooled implements MapTallies.MapSum {
    private final Pooling pooling;
    private final LinearAlgebra algebra;
    private final double[] sums;
    private final SquareMatrix products;
    private int samples;

    Pooled(int channels, Pooling pooling, LinearAlgebra algebra) {
      this.pooling = pooling;
      this.algebra = algebra;
      sums = new double[channels];
      products = new SquareMatrix(channels);
    }

    @Override
    public void add(ChannelMaps maps) {
      int elements = maps.elements();
      float[] pooled = new float[maps.samples() * maps.channels()];
      for (int i = 0; i < pooled.length; i++) {
        pooled[i] = pooled(maps.values(), i * elements, elements);
        sums[i % sums.length] += pooled[i];
      }
      Tensor r = Tensor.ofFloats(new long[] {maps.samples(), maps.channels()}, pooled);
      products.add(SquareMatrix.of(algebra.product(r, r)), 1);
      samples += maps.samples();
    }

    private float pooled(float[] values, int from, int count) {
      double pooled = pooling == Pooling.MAX ? values[from] : 0;
      for (int i = from; i < from + count; i++) {
        pooled = pooling == Pooling.MAX ? Math.max(pooled, values[i]) : pooled + values[i];
      }
      return (float) (pooling == Pooling.MAX ? pooled : pooled / count);
    }

    SquareMatrix covariance() {
      SquareMatrix covariance = new SquareMatrix(sums.length);
      for (int a = 0; a < sums.length; a++) {
        for (int b = 0; b < sums.length; b++) {
          double product = products.at(a, b) - sums[a] * sums[b] / samples;
          covariance.put(a, b, product / samples);
        }
      }
      return covariance;
    }
  }
}
