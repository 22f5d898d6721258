package io.espalier.method.training;

import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a network that learn, in groups that are trained alike.
 *
 * <p>What can learn are the floating 32-bit constants that count as parameters; running statistics
 * of a BatchNormalization do not learn, they are measured.
 */
public final class ParameterGroups {
  private static final int MATRIX_RANK = 2;

  private final Graph graph;
  private final Optimizer optimizer;
  private final WeightRules rules;
  private final List<String> learnable;

  private ParameterGroups(TypedGraph typed, Optimizer optimizer, WeightRules rules) {
    this.graph = typed.graph();
    this.optimizer = optimizer;
    this.rules = rules;
    this.learnable = learnable(typed);
  }

  /**
   * The groups, none of them empty, in the order of the rules; weights that no rule names come
   * last.
   *
   * @throws EspalierException ({@link ErrorCode#VALIDATION_FAILED}) with a problem for each pattern
   *     that matches no weight, at a pointer below the step ({@code /freeze/0}), or when no weight
   *     is left to learn
   */
  public static List<ParameterGroup> of(TypedGraph typed, Optimizer optimizer, WeightRules rules) {
    return new ParameterGroups(typed, optimizer, rules).groups();
  }

  /** Names of the weights that can learn, in the order of the graph's constants. */
  public static List<String> learnable(TypedGraph typed) {
    Set<String> learned = CostModel.learned(typed);
    return typed.graph().initializers().entrySet().stream()
        .filter(constant -> constant.getValue().elementType() == ElementType.FLOAT)
        .map(Map.Entry::getKey)
        .filter(learned::contains)
        .toList();
  }

  private List<ParameterGroup> groups() {
    Problems problems = new Problems();
    NamePatterns train = patterns("/train", rules.train(), problems);
    NamePatterns freeze = patterns("/freeze", rules.freeze(), problems);
    List<NamePatterns> matches = new ArrayList<>();
    for (int g = 0; g < rules.groups().size(); g++) {
      matches.add(
          patterns("/groups/%d/match".formatted(g), rules.groups().get(g).match(), problems));
    }
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    List<String> learning =
        learnable.stream()
            .filter(name -> rules.train().isEmpty() || train.match(name))
            .filter(name -> !freeze.match(name))
            .toList();
    refuseNone(learning);
    return grouped(learning, matches);
  }

  private NamePatterns patterns(String place, List<String> patterns, Problems problems) {
    NamePatterns compiled = new NamePatterns(patterns);
    compiled.refuseUnmatched(place, "weight that can learn", learnable, problems);
    return compiled;
  }

  private void refuseNone(List<String> learning) {
    if (learning.isEmpty()) {
      Problems problems = new Problems();
      problems.add(
          rules.freeze().isEmpty() ? "/train" : "/freeze",
          "nothing-to-learn",
          "No weight of the model is left to learn. Freeze fewer, or train more.");
      problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    }
  }

  private List<ParameterGroup> grouped(List<String> learning, List<NamePatterns> matches) {
    Map<Rate, List<String>> byRate = new LinkedHashMap<>();
    for (int g = 0; g <= matches.size(); g++) {
      for (String name : learning) {
        if (firstMatch(name, matches) == g) {
          byRate.computeIfAbsent(rate(name, g), _ -> new ArrayList<>()).add(name);
        }
      }
    }
    return byRate.entrySet().stream()
        .map(e -> new ParameterGroup(e.getValue(), e.getKey().learningRate(), e.getKey().decay()))
        .toList();
  }

  /** The index of the first group that names the weight; the number of groups for none. */
  private static int firstMatch(String name, List<NamePatterns> matches) {
    int group = 0;
    while (group < matches.size() && !matches.get(group).match(name)) {
      group++;
    }
    return group;
  }

  private Rate rate(String name, int group) {
    boolean ruled = group < rules.groups().size();
    double factor = ruled ? rules.groups().get(group).learningRate() : 1;
    double decay =
        ruled
            ? rules.groups().get(group).weightDecay().orElse(optimizer.weightDecay())
            : optimizer.weightDecay();
    boolean vector = graph.initializers().get(name).rank() < MATRIX_RANK;
    double decayed = vector && !rules.decayVectors() ? 0 : decay;
    return new Rate(group, factor * optimizer.learningRate(), decayed);
  }

  /** What the weights of one group have in common. */
  private record Rate(int rule, double learningRate, double decay) {}
}
