package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next layers lose without a channel once their other weights have made up for it (optimal
 * brain surgeon, a channel at a time).
 *
 * <ul>
 *   <li>Channels go one after the other, each time the one that the layers reading the group can
 *       best do without: {@link Surgery} gives the growth of the squared error of their outputs
 *       with all remaining weights refitted.
 *   <li>The score of a channel is the error once it has gone, relative to the variance of the
 *       outputs, the mean over the layers that read the group. The group is judged as a whole.
 *   <li>Where no layer multiplies the group with a matrix, the energies of its maps count instead.
 * </ul>
 *
 * <p>Source: Hassibi and Stork, Second Order Derivatives for Network Pruning: Optimal Brain
 * Surgeon, NIPS 1992, with the layer's outputs in place of the loss, as Frantar and Alistarh,
 * Optimal Brain Compression, NeurIPS 2022, section 4. Unlike there, whole channels go, with all
 * taps of their windows, for all layers that read them at once, and the bias takes up the mean.
 */
public final class BackwardElimination implements ChannelCriterion {
  private static final long MOST_GRAM_BYTES = 256L << 20;

  private final int samples;
  private final int locations;

  /**
   * @param samples of the training split, at least 1
   * @param locations drawn in each sample, at least 1
   */
  public BackwardElimination(int samples, int locations) {
    this.samples = samples;
    this.locations = locations;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    long seed = context.random().nextLong();
    List<MemberScores> scores = new ArrayList<>();
    for (List<Judged> part : parts(groups, context, seed)) {
      List<Tally> tallies = new ArrayList<>();
      part.forEach(judged -> tallies.addAll(judged.tallies()));
      ValuePass.run(context, samples, tallies);
      LinearAlgebra algebra = context.requireData().instruments().algebra();
      part.forEach(
          judged -> {
            context.requireData().watcher().throwIfCancelled();
            scores.add(MemberScores.comparable(judged.scores(algebra)));
          });
    }
    return scores;
  }

  /** A group, and what its readers read; where none is a matrix, the group's maps. */
  private record Judged(
      ChannelGroup group, List<WindowGram> grams, List<ContributionGrams.EnergyTally> energies) {
    List<Tally> tallies() {
      return List.copyOf(grams.isEmpty() ? energies : grams);
    }

    long gramBytes() {
      return grams.stream().mapToLong(gram -> (long) gram.columns() * gram.columns()).sum()
          * Double.BYTES;
    }

    double[] scores(LinearAlgebra algebra) {
      if (grams.isEmpty()) {
        return energyScores();
      }
      List<Surgery> layers =
          grams.stream()
              .map(gram -> new Surgery(gram.covariance(), gram.starts(), gram.weights(), algebra))
              .toList();
      return eliminated(layers, group.channels());
    }

    private double[] energyScores() {
      double[] sums = new double[group.channels()];
      for (ContributionGrams.EnergyTally tally : energies) {
        double total = Math.max(tally.gram().trace(), Double.MIN_NORMAL) * energies.size();
        for (int c = 0; c < sums.length; c++) {
          sums[c] += tally.gram().at(c, c) / total;
        }
      }
      return sums;
    }
  }

  /** The scores that taking the cheapest channel, again and again, gives. */
  static double[] eliminated(List<Surgery> layers, int channels) {
    int[] order = new int[channels];
    double[] errors = new double[channels];
    boolean[] gone = new boolean[channels];
    double error = 0;
    for (int i = 0; i < channels; i++) {
      int cheapest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < channels; c++) {
        double cost = gone[c] ? Double.POSITIVE_INFINITY : cost(layers, c);
        if (!gone[c] && (cheapest < 0 || cost <= least)) {
          cheapest = c;
          least = cost;
        }
      }
      int next = cheapest;
      layers.forEach(layer -> layer.remove(next));
      gone[next] = true;
      error += least;
      order[i] = next;
      errors[i] = error;
    }
    return RemovalOrder.scores(order, errors);
  }

  private static double cost(List<Surgery> layers, int channel) {
    return layers.stream().mapToDouble(layer -> layer.cost(channel)).average().orElse(0);
  }

  /** Groups in their order, cut where their Gram matrices would take too much memory. */
  private List<List<Judged>> parts(
      List<ChannelGroup> groups, ScoringContext context, long firstSeed) {
    List<List<Judged>> parts = new ArrayList<>();
    long seed = firstSeed;
    long bytes = 0;
    FeatureMaps maps = new FeatureMaps(context.analysis());
    for (ChannelGroup group : groups) {
      seed = Long.rotateLeft(seed, 7) + 1;
      Judged judged = judged(group, maps, context, seed);
      bytes += judged.gramBytes();
      if (parts.isEmpty() || bytes > MOST_GRAM_BYTES) {
        parts.add(new ArrayList<>());
        bytes = judged.gramBytes();
      }
      parts.getLast().add(judged);
    }
    return parts;
  }

  private Judged judged(ChannelGroup group, FeatureMaps maps, ScoringContext context, long seed) {
    LinearAlgebra algebra = context.requireData().instruments().algebra();
    List<WindowGram> grams =
        ChannelConsumer.of(group, context.graph()).stream()
            .filter(consumer -> maps.bySample(consumer.input()))
            .map(consumer -> new WindowGram(consumer, algebra, locations, seed))
            .toList();
    return new Judged(
        group,
        grams,
        grams.isEmpty()
            ? maps.of(List.of(group)).getFirst().stream()
                .map(ContributionGrams.EnergyTally::new)
                .toList()
            : List.of());
  }
}
