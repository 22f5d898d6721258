package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;

/**
 * How far a block turns its input: the mean over the samples of {@code 1 − cos(x, y)}, y the sum,
 * relative to the mean over all blocks.
 *
 * <p>Source: Men et al., ShortGPT, 2024, equation 1 (block influence), there of the tokens of a
 * language model; here a sample is one vector.
 */
final class BlockAngle implements BlockCriterion {
  private final int samples;

  BlockAngle(int samples) {
    this.samples = samples;
  }

  @Override
  public double[] of(List<ResidualBlock> blocks, ScoringContext context) {
    List<Angle> angles = blocks.stream().map(Angle::new).toList();
    ValuePass.run(context, samples, angles);
    return BlockScores.dividedByMean(angles.stream().mapToDouble(Angle::mean).toArray());
  }

  private static final class Angle implements Tally {
    private final ResidualBlock block;
    private double sum;
    private int count;

    Angle(ResidualBlock block) {
      this.block = block;
    }

    @Override
    public List<String> values() {
      return List.of(block.input(), block.output());
    }

    @Override
    public void add(List<Tensor> values, int first, int samples) {
      float[] x = values.getFirst().toFloats();
      float[] y = values.getLast().toFloats();
      int size = x.length / samples;
      for (int n = 0; n < samples; n++) {
        sum += 1 - cosine(x, y, n * size, (n + 1) * size);
        count++;
      }
    }

    /** 1 where one of both is silent. */
    private static double cosine(float[] x, float[] y, int from, int to) {
      double product = 0;
      double squaresX = 0;
      double squaresY = 0;
      for (int i = from; i < to; i++) {
        product += (double) x[i] * y[i];
        squaresX += (double) x[i] * x[i];
        squaresY += (double) y[i] * y[i];
      }
      double norms = Math.sqrt(squaresX * squaresY);
      return norms == 0 ? 1 : Math.min(1, product / norms);
    }

    double mean() {
      return count == 0 ? 0 : sum / count;
    }
  }
}
