package io.espalier.method.prune.recovery;

import io.espalier.graph.Tensor;

/**
 * How far the end of a chain is from what the original has there, in units of the layer's own
 * output.
 */
final class Difference {
  /** Channels that are scaled by less than this share of the largest scale are left as they are. */
  private static final double SILENT = 1e-6;

  private final Chain chain;
  private final String target;
  private final int[] kept;
  private final double[] inverse;

  Difference(Twins twins, Chain chain) {
    this.chain = chain;
    target = twins.twin(chain.last()).orElseThrow().outputs().getFirst();
    kept = twins.kept(chain.layer().weight(), chain.layer().outAxis());
    inverse = inverse(chain.scale());
  }

  private static double[] inverse(double[] scale) {
    double largest = 0;
    for (double value : scale) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] inverse = new double[scale.length];
    for (int i = 0; i < scale.length; i++) {
      inverse[i] = Math.abs(scale[i]) > SILENT * largest ? 1 / scale[i] : 0;
    }
    return inverse;
  }

  String cutValue() {
    return chain.output();
  }

  String originalValue() {
    return target;
  }

  int channels() {
    return kept.length;
  }

  /**
   * What the layer's output of a channel has to change by for the end of the chain to change so.
   */
  double inverse(int channel) {
    return inverse[channel];
  }

  double scale(int channel) {
    return chain.scale()[channel];
  }

  Batch of(Fit.Sight sight) {
    boolean last = !chain.layer().isConvolution();
    Tensor made = sight.cut().get(cutValue());
    Tensor wanted = sight.original().get(target);
    return new Batch(
        made, ChannelLayout.of(made, last), wanted, ChannelLayout.of(wanted, last), kept);
  }

  /** One batch at the end of the chain, of both networks. */
  record Batch(Tensor made, ChannelLayout layout, Tensor wanted, ChannelLayout wide, int[] kept) {
    int rows() {
      return layout.rows();
    }

    double made(int row, int channel) {
      return made.doubleAt(layout.index(row, channel));
    }

    double wanted(int row, int channel) {
      return wanted.doubleAt(wide.index(row, kept[channel]));
    }

    /** Adds what each channel has in some rows: made, then wanted. */
    void addTo(PairMoments moments, int[] rows) {
      double[] x = new double[rows.length];
      double[] y = new double[rows.length];
      for (int channel = 0; channel < kept.length; channel++) {
        for (int i = 0; i < rows.length; i++) {
          x[i] = made(rows[i], channel);
          y[i] = wanted(rows[i], channel);
        }
        moments.add(channel, x, y);
      }
    }
  }
}
