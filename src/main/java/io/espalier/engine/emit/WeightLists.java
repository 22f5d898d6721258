package io.espalier.engine.emit;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The weights of several programs of one network, apart: those that learn and all others.
 *
 * @param trainable in the order of the parameter groups
 * @param constants never empty, since libtorch tells the type of a list by its elements
 * @param statistics places in {@code constants} of running statistics that change
 */
record WeightLists(List<Weight> trainable, List<Weight> constants, List<Integer> statistics) {

  static WeightLists of(LearningGraph graph, List<Program> programs) {
    Map<String, Weight> trainable = graph.trainable();
    Map<String, Weight> constants = new java.util.LinkedHashMap<>();
    programs.stream()
        .flatMap(program -> program.weights().stream())
        .filter(weight -> !trainable.containsKey(weight.value()))
        .forEach(weight -> constants.putIfAbsent(weight.value(), weight));
    List<Weight> others = List.copyOf(constants.values());
    List<Integer> statistics = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      if (graph.statistics().contains(others.get(i).value())) {
        statistics.add(i);
      }
    }
    return new WeightLists(List.copyOf(trainable.values()), others, statistics);
  }

  /**
   * The list that a program reads its weights from.
   *
   * @param leaf what stands for a trainable weight, by its place
   */
  String of(Program program, IntFunction<String> leaf) {
    Map<String, String> expressions = new HashMap<>();
    for (int i = 0; i < constants.size(); i++) {
      expressions.put(constants.get(i).value(), "c[%d]".formatted(i));
    }
    for (int i = 0; i < trainable.size(); i++) {
      expressions.put(trainable.get(i).value(), typed(trainable.get(i).tensor(), leaf.apply(i)));
    }
    List<String> elements =
        program.weights().stream().map(weight -> expressions.get(weight.value())).toList();
    return "annotate(List[Tensor], " + Literals.list(elements) + ")";
  }

  /** Weights of 16 bits learn in 32. */
  private static String typed(Tensor tensor, String leaf) {
    return tensor.elementType() == ElementType.FLOAT16
        ? Literals.call("torch.to", leaf, ScalarTypes.FLOAT16)
        : leaf;
  }
}
