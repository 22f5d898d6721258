package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.engine.ResidentModel;
import io.espalier.graph.Tensor;
import io.espalier.graph.block.BlockRemoval;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the network's answers move without a block, as {@link OutputDivergence} measures it,
 * relative to the mean over all blocks.
 *
 * <p>Source: Luo and Wu, CURL, CVPR 2020. The branch is taken out of the network, which equals a
 * branch whose last scale and bias are zero.
 */
final class BlockDivergence implements BlockCriterion {
  private final int samples;

  BlockDivergence(int samples) {
    this.samples = samples;
  }

  @Override
  public double[] of(List<ResidualBlock> blocks, ScoringContext context) {
    return BlockScores.dividedByMean(of(blocks.stream().map(List::of).toList(), context, samples));
  }

  /** How far the answers move without each of some branches, which go together. */
  static double[] of(List<List<ResidualBlock>> branches, ScoringContext context, int samples) {
    TypedGraph typed = context.analysis().typed();
    OutputDistance distance =
        new OutputDistance(
            typed.graph(), context.requireData().task(), outputs(typed, context, samples));
    double[] distances = new double[branches.size()];
    for (int b = 0; b < distances.length; b++) {
      TypedGraph without = ShapeInference.infer(BlockRemoval.apply(typed, branches.get(b)));
      List<Tensor> outputs = outputs(without, context, samples);
      distance.reset();
      for (int batch = 0; batch < outputs.size(); batch++) {
        distance.add(batch, outputs.get(batch));
      }
      distances[b] = distance.mean();
      context
          .requireData()
          .watcher()
          .progress(
              (b + 1.0) / distances.length,
              "Silencing the block at " + branches.get(b).getFirst().join());
    }
    return distances;
  }

  private static List<Tensor> outputs(TypedGraph network, ScoringContext context, int samples) {
    List<Tensor> outputs = new ArrayList<>();
    try (ResidentModel model =
            context.requireData().instruments().residents().open(network, List.of());
        Batches pass = context.requireData().calibration(samples, ValuePass.BATCH).pass()) {
      while (pass.hasNext()) {
        context.requireData().watcher().throwIfCancelled();
        try (Batch batch = pass.next()) {
          outputs.add(model.run(batch.inputs()).getFirst());
        }
      }
    }
    return outputs;
  }
}
