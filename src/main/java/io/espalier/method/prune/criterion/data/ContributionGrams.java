package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What the channels of a group contribute to all that read them, as one Gram matrix Q: {@code
 * 1ᵀQ_TT·1} is the energy that the outputs lose without the channels T, relative to the energy of
 * the whole outputs.
 *
 * <ul>
 *   <li>Each consumer counts alike: its matrix is divided by the energy of its outputs, and the
 *       mean over the consumers is taken. So {@code 1ᵀQ·1 = 1}.
 *   <li>Where no consumer is a convolution of one group or a product with a matrix, for example
 *       before a grouped convolution or where queries meet keys, the maps themselves have to be
 *       reconstructed: Q holds the energies of the channels on its diagonal.
 * </ul>
 */
final class ContributionGrams {
  private ContributionGrams() {}

  /** The matrix of each group. */
  static List<SquareMatrix> of(
      List<ChannelGroup> groups, ScoringContext context, int samples, int locations) {
    long seed = context.random().nextLong();
    LinearAlgebra algebra = context.requireData().instruments().algebra();
    FeatureMaps maps = new FeatureMaps(context.analysis());
    List<List<? extends GramTally>> byGroup = new ArrayList<>();
    for (ChannelGroup group : groups) {
      List<GramTally> tallies = new ArrayList<>();
      for (ChannelConsumer consumer : ChannelConsumer.of(group, context.graph())) {
        if (maps.bySample(consumer.input())) {
          seed = Long.rotateLeft(seed, 7) + 1;
          tallies.add(new ContributionTally(consumer, algebra, locations, seed));
        }
      }
      byGroup.add(
          tallies.isEmpty()
              ? maps.of(List.of(group)).getFirst().stream().map(EnergyTally::new).toList()
              : tallies);
    }
    ValuePass.run(context, samples, byGroup.stream().flatMap(List::stream).toList());
    return byGroup.stream().map(ContributionGrams::mean).toList();
  }

  private static SquareMatrix mean(List<? extends GramTally> tallies) {
    SquareMatrix mean = new SquareMatrix(tallies.getFirst().gram().size());
    for (GramTally tally : tallies) {
      double energy = tally.gram().sum();
      if (energy > 0) {
        mean.add(tally.gram(), 1 / (energy * tallies.size()));
      }
    }
    return mean;
  }

  /** Sums up a Gram matrix. */
  sealed interface GramTally extends Tally permits ContributionTally, EnergyTally {
    SquareMatrix gram();
  }

  /** The energy of each channel. */
  static final class EnergyTally implements GramTally {
    private final ChannelValue at;
    private final SquareMatrix gram;

    EnergyTally(ChannelValue at) {
      this.at = at;
      gram = new SquareMatrix(at.positions().channels());
    }

    @Override
    public List<String> values() {
      return List.of(at.value());
    }

    @Override
    public void add(List<Tensor> values, int first, int samples) {
      ChannelMaps maps = ChannelMaps.of(values.getFirst(), at, samples);
      int elements = maps.elements();
      for (int i = 0; i < maps.values().length; i++) {
        int channel = i / elements % maps.channels();
        gram.add(channel, channel, (double) maps.values()[i] * maps.values()[i]);
      }
    }

    @Override
    public SquareMatrix gram() {
      return gram;
    }
  }
}
