package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.Arrays;
import java.util.List;

/**
 * The average rank of a channel's feature maps (HRank).
 *
 * <ul>
 *   <li>A member is a feature map of the group. Its matrices have its last axis as columns and all
 *       others as rows: H by W, or tokens by the dimensions of a head. Without such axes the rank
 *       is 0 or 1.
 *   <li>The rank counts the singular values above {@code max(H, W) · eps · σmax}, eps that of
 *       32-bit floats.
 *   <li>Scores are at least 0, and at most the smaller extent plus what breaks ties.
 * </ul>
 *
 * <p>Source: Lin et al., HRank: Filter Pruning using High-Rank Feature Map, CVPR 2020, equation 4.
 * Unlike there, equal ranks are told apart by the nuclear norm, relative to the largest of the
 * member and scaled to at most half of what one rank in one sample counts: wide early maps all have
 * full rank.
 */
public final class AverageRank implements ChannelCriterion {
  private static final double EPSILON = Math.ulp(1f);
  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  public AverageRank(int samples) {
    this.samples = samples;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    LinearAlgebra algebra = context.requireData().instruments().algebra();
    return MapTallies.of(groups, context, samples, channels -> new Ranks(channels, algebra))
        .stream()
        .map(maps -> new MemberScores(maps.stream().map(Ranks::scores).toList()))
        .toList();
  }

  private static final class Ranks implements MapTallies.MapSum {
    private final LinearAlgebra algebra;
    private final long[] ranks;
    private final double[] nuclearNorms;
    private int samples;

    Ranks(int channels, LinearAlgebra algebra) {
      this.algebra = algebra;
      ranks = new long[channels];
      nuclearNorms = new double[channels];
    }

    @Override
    public void add(ChannelMaps maps) {
      samples += maps.samples();
      int columns = maps.columns();
      int rows = maps.elements() / columns;
      int count = Math.min(rows, columns);
      double[] values = count == 1 ? norms(maps) : singularValues(maps, rows, columns);
      for (int map = 0; map < values.length / count; map++) {
        add(map % ranks.length, values, map * count, count, Math.max(rows, columns));
      }
    }

    private double[] singularValues(ChannelMaps maps, int rows, int columns) {
      long[] shape = {maps.samples(), maps.channels(), rows, columns};
      Tensor found = algebra.singularValues(Tensor.ofFloats(shape, maps.values()));
      double[] values = new double[Math.toIntExact(found.elements())];
      found.copyTo(values, 0, values.length);
      return values;
    }

    /** The one singular value of each map that is a row or a column. */
    private static double[] norms(ChannelMaps maps) {
      int elements = maps.elements();
      double[] norms = new double[maps.samples() * maps.channels()];
      for (int i = 0; i < maps.values().length; i++) {
        norms[i / elements] += (double) maps.values()[i] * maps.values()[i];
      }
      return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    private void add(int channel, double[] values, int from, int count, int extent) {
      double least = extent * EPSILON * values[from];
      for (int i = from; i < from + count; i++) {
        ranks[channel] += values[i] > least ? 1 : 0;
        nuclearNorms[channel] += values[i];
      }
    }

    double[] scores() {
      double largest = Arrays.stream(nuclearNorms).max().orElse(0);
      double[] scores = new double[ranks.length];
      for (int c = 0; c < scores.length; c++) {
        double tie = largest == 0 ? 0 : nuclearNorms[c] / largest / 2;
        scores[c] = (ranks[c] + tie) / samples;
      }
      return scores;
    }
  }
}
