package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.method.prune.criterion.ChannelSums;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.WeightReader;
import io.espalier.method.prune.criterion.WeightSums;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The weights that the loss is differentiated for: those of the OUT, IN and VECTOR slots of groups,
 * a member each.
 */
final class MemberWeights {
  private final List<ChannelGroup> groups;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<String, SortedSet<Integer>> axes = new HashMap<>();
  private final Map<String, float[]> means = new HashMap<>();

  /**
   * @throws EspalierException ({@link ErrorCode#NON_FINITE_WEIGHTS}) naming each weight that holds
   *     NaN or infinity
   */
  MemberWeights(List<ChannelGroup> groups, ScoringContext context) {
    new WeightReader(context.graph()).requireFinite(groups);
    this.groups = groups;
    groups.stream()
        .flatMap(group -> group.slots().stream())
        .filter(slot -> slot.role() != SlotRole.OPERAND)
        .forEach(slot -> add(slot, context.graph().initializers().get(slot.tensor())));
  }

  private void add(Slot slot, Tensor weight) {
    weights.put(slot.tensor(), weight);
    axes.computeIfAbsent(slot.tensor(), _ -> new TreeSet<>()).add(slot.axis());
    means.computeIfAbsent(slot.tensor(), _ -> new float[Math.toIntExact(weight.elements())]);
  }

  List<String> names() {
    return List.copyOf(weights.keySet());
  }

  /** Adds a share of what a term makes of each element of the gradients. */
  void add(Map<String, Tensor> gradients, double share, DoubleUnaryOperator term) {
    means.forEach(
        (name, mean) -> {
          float[] gradient = gradients.get(name).toFloats();
          for (int i = 0; i < mean.length; i++) {
            mean[i] += (float) (share * term.applyAsDouble(gradient[i]));
          }
        });
  }

  /**
   * The scores of the groups: for each channel of each member the sum of a term of the weight and
   * of what was added up for it.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when the loss of the samples has
   *     no finite gradient
   */
  List<MemberScores> scores(DoubleBinaryOperator term) {
    Map<String, WeightSums> sums = new HashMap<>();
    weights.forEach((name, weight) -> sums.put(name, sum(name, weight, term)));
    ChannelSums byChannel = new ChannelSums(sums);
    return groups.stream().map(group -> members(group, byChannel)).toList();
  }

  private WeightSums sum(String name, Tensor weight, DoubleBinaryOperator term) {
    Tensor mean = Tensor.ofFloats(weight.shape(), means.get(name));
    WeightSums sum = WeightSums.of(weight, mean, axes.get(name), term);
    if (!sum.isFinite()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          ("The gradient of the loss for the weight (%s) is not finite on the samples, so it says"
                  + " nothing about its channels. Choose a criterion without gradients.")
              .formatted(name));
    }
    return sum;
  }

  private static MemberScores members(ChannelGroup group, ChannelSums sums) {
    return new MemberScores(
        group.slots().stream()
            .filter(slot -> slot.role() != SlotRole.OPERAND)
            .map(sums::of)
            .toList());
  }
}
