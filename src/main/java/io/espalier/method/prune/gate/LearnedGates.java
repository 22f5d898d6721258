package io.espalier.method.prune.gate;

import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.TrainingData;
import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.cost.CostModel;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Gates that are learned with the network.
 *
 * <ul>
 *   <li>The gate of a group reads its feature map F {@code [N, C, H, W]}: mean over the batch, max
 *       pooling by 2, a linear function to the code {@code [C]}, and {@code sigmoid(α·code)}, which
 *       multiplies every map that carries the group's channels.
 *   <li>Maps without two spatial axes of known extent are averaged over all axes but the channels'.
 *   <li>Loss: that of the task plus {@code penalty · (mean(gate) − r)²} of each group, r the share
 *       of the channels that is to stay.
 *   <li>α grows in equal steps from 0.1 to 100 over the epochs; while fewer than 90 % of the gates
 *       are decided it goes on to grow ten times as fast, for as many epochs at most.
 * </ul>
 *
 * <p>Scores in (0, 1): {@code sigmoid(code)}. They lie above one half exactly where the gate is
 * open, and still tell channels apart whose gates are decided alike.
 *
 * <p>Source: Luo and Wu, AutoPruner, Pattern Recognition 2020. There the layers are taken one after
 * the other; here all gates learn at once. Maps of more than 32 pixels are pooled to at most 16,
 * which bounds the gate's weights. The weights of the network that are learned meanwhile are
 * dropped: the cut is made of the network as it was, and tuned by its own step.
 */
public final class LearnedGates implements ChannelCriterion {
  private static final double MOMENTUM = 0.9;
  private static final int OBSERVED_BATCHES = 8;

  /** Of the channels, where the target says nothing of the network's size. */
  private static final double USUAL_SHARE = 0.5;

  private final Criterion.LearnedGates options;
  private final double kept;

  /**
   * @param target cost falls with the square of the channels, so the share that stays is the root
   *     of the smallest fraction
   */
  public LearnedGates(Criterion.LearnedGates options, Budget target) {
    this.options = options;
    this.kept =
        Stream.of(target.macs(), target.parameters(), target.bytes())
            .flatMap(Optional::stream)
            .map(Math::sqrt)
            .min(Double::compare)
            .orElse(USUAL_SHARE);
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    if (groups.isEmpty()) {
      return List.of();
    }
    return codes(groups, context).stream()
        .map(code -> DoubleStream.of(code).map(LearnedGates::sigmoid).toArray())
        .map(MemberScores::whole)
        .toList();
  }

  private List<double[]> codes(List<ChannelGroup> groups, ScoringContext context) {
    ScoringData data = context.requireData();
    GatedNetwork network =
        new Gating(context.analysis(), options.penalty(), kept).apply(groups, context.random());
    TrainingData training = data.samples().training(options.batchSize(), 0, List.of(), data.seed());
    int observed = Math.multiplyExact(OBSERVED_BATCHES, options.batchSize());
    CalibrationData calibration = data.calibration(observed, options.batchSize());
    try (Learner learner =
        data.watcher()
            .training()
            .learners()
            .open(network.typed(), settings(context.analysis(), network, data), Optional.empty())) {
      return new GateTraining(learner, network, training, calibration, data.watcher())
          .run(
              options.epochs(),
              Math.ceilDiv(training.samples(), options.batchSize()),
              options.learningRate(),
              data.seed());
    }
  }

  private LearnerSettings settings(Analysis analysis, GatedNetwork network, ScoringData data) {
    List<String> weights =
        new ArrayList<>(
            CostModel.learned(analysis.typed()).stream()
                .filter(
                    name -> analysis.graph().initializers().get(name).elementType().isFloating())
                .sorted()
                .toList());
    weights.addAll(network.weights());
    return new LearnerSettings(
            new Optimizer.Sgd(options.learningRate(), MOMENTUM, 0, false),
            List.of(new ParameterGroup(weights, options.learningRate(), 0)),
            new TrainingSpec.LossChoice.Auto(0).of(data.task()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            BatchNormMode.TRAINING,
            TrainingPrecision.FP32,
            Optional.empty())
        .with(GatedNetwork.penalty());
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
