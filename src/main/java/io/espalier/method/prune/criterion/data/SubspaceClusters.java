package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Subspace clustering of feature maps: of each cluster of channels that can express each other, the
 * strongest stays.
 *
 * <ul>
 *   <li>X {@code [R, C]}: a column for each channel, its maps over all samples and places, of norm
 *       1. The Gram matrix {@code G = XᵀX} of a group with several maps is their mean.
 *   <li>Self-expression: {@code Z = (G + λI)⁻¹G} with zeros on the diagonal, which solves {@code
 *       min ‖X − XZ‖² + λ‖Z‖²}; affinity {@code A = |Z| + |Zᵀ|}.
 *   <li>Spectral embedding of A: the eigenvectors of {@code D^-½·A·D^-½} with positive eigenvalues,
 *       each times the root of its own. All channels are one cluster at first; the cluster with the
 *       largest scatter is split in two by k-means, again and again until each channel stands
 *       alone. Of each cluster the channel whose maps have the largest norm stays, so what stays at
 *       one width stays at every larger one.
 *   <li>The score of a channel is the scatter of all clusters without its own split, relative to
 *       that of one cluster; the channel that stays last scores most. The group is judged as a
 *       whole.
 * </ul>
 *
 * <p>Source: Wang et al., Exploring Linear Relationship in Feature Map Subspace for ConvNets
 * Compression, 2018, with the least squares of Lu et al., Robust and Efficient Subspace
 * Segmentation via Least Squares Regression, ECCV 2012, in place of a sparse solver. Unlike there,
 * clusters are split one after the other, so that every width has its choice in one order, and the
 * channels that stay are not averaged; the next layer is refitted by the recovery.
 */
public final class SubspaceClusters implements ChannelCriterion {
  private final int samples;
  private final double regularization;

  /**
   * @param samples of the training split, at least 1
   * @param regularization λ relative to the mean diagonal of G, above 0
   */
  public SubspaceClusters(int samples, double regularization) {
    this.samples = samples;
    this.regularization = regularization;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    LinearAlgebra algebra = context.requireData().instruments().algebra();
    return MapTallies.of(groups, context, samples, channels -> new Grams(channels, algebra))
        .stream()
        .map(maps -> MemberScores.whole(scores(maps, algebra, context.random())))
        .toList();
  }

  private double[] scores(List<Grams> maps, LinearAlgebra algebra, RandomGenerator random) {
    SquareMatrix gram = new SquareMatrix(maps.getFirst().gram.size());
    double[] energies = new double[gram.size()];
    for (Grams map : maps) {
      gram.add(map.normalized(), 1.0 / maps.size());
      double trace = map.gram.trace();
      for (int c = 0; c < energies.length && trace > 0; c++) {
        energies[c] += map.gram.at(c, c) / trace;
      }
    }
    double[][] embedding = embedding(affinity(gram, algebra), algebra);
    return new BisectingClusters(embedding, energies, random).scores();
  }

  private SquareMatrix affinity(SquareMatrix gram, LinearAlgebra algebra) {
    int channels = gram.size();
    SquareMatrix regular = new SquareMatrix(channels);
    regular.add(gram, 1);
    double mean = gram.trace() / channels;
    for (int c = 0; c < channels; c++) {
      regular.add(c, c, regularization * (mean == 0 ? 1 : mean));
    }
    SquareMatrix z = SquareMatrix.of(algebra.solve(regular.tensor(), gram.tensor()).orElseThrow());
    SquareMatrix affinity = new SquareMatrix(channels);
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b < channels; b++) {
        affinity.put(a, b, a == b ? 0 : Math.abs(z.at(a, b)) + Math.abs(z.at(b, a)));
      }
    }
    return affinity;
  }

  /** One row a channel. */
  private static double[][] embedding(SquareMatrix affinity, LinearAlgebra algebra) {
    int channels = affinity.size();
    double[] roots = new double[channels];
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b < channels; b++) {
        roots[a] += affinity.at(a, b);
      }
      roots[a] = roots[a] == 0 ? 0 : 1 / Math.sqrt(roots[a]);
    }
    SquareMatrix normalized = new SquareMatrix(channels);
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b < channels; b++) {
        normalized.put(a, b, affinity.at(a, b) * roots[a] * roots[b]);
      }
    }
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(normalized.tensor());
    SquareMatrix vectors = SquareMatrix.of(eigen.vectors());
    double[][] embedding = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      double scale = Math.sqrt(Math.max(0, eigen.values().doubleAt(i)));
      for (int c = 0; c < channels; c++) {
        embedding[c][i] = scale * vectors.at(c, i);
      }
    }
    return embedding;
  }

  private static final class Grams implements MapTallies.MapSum {
    private final LinearAlgebra algebra;
    private final SquareMatrix gram;

    Grams(int channels, LinearAlgebra algebra) {
      this.algebra = algebra;
      gram = new SquareMatrix(channels);
    }

    @Override
    public void add(ChannelMaps maps) {
      Tensor x = maps.rows();
      gram.add(SquareMatrix.of(algebra.product(x, x)), 1);
    }

    /** With columns of norm 1; those of silent channels stay 0. */
    SquareMatrix normalized() {
      SquareMatrix normalized = new SquareMatrix(gram.size());
      for (int a = 0; a < gram.size(); a++) {
        for (int b = 0; b < gram.size(); b++) {
          double norms = Math.sqrt(gram.at(a, a) * gram.at(b, b));
          normalized.put(a, b, norms == 0 ? 0 : gram.at(a, b) / norms);
        }
      }
      return normalized;
    }
  }
}
