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
    TypedGraph typed = context.analysis().typed();
    OutputDistance distance =
        new OutputDistance(typed.graph(), context.requireData().task(), outputs(typed, context));
    double[] scores = new double[blocks.size()];
    for (int b = 0; b < scores.length; b++) {
      TypedGraph without = ShapeInference.infer(BlockRemoval.apply(typed, List.of(blocks.get(b))));
      List<Tensor> outputs = outputs(without, context);
      distance.reset();
      for (int batch = 0; batch < outputs.size(); batch++) {
        distance.add(batch, outputs.get(batch));
      }
      scores[b] = distance.mean();
      context
          .requireData()
          .watcher()
          .progress((b + 1.0) / scores.length, "Silencing the block at " + blocks.get(b).join());
    }
    return BlockScores.dividedByMean(scores);
  }

  private List<Tensor> outputs(TypedGraph network, ScoringContext context) {
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
