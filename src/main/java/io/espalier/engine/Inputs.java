package io.espalier.engine;

import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks the inputs of a run against what the model declares. */
final class Inputs {
  private Inputs() {}

  /**
   * Refuses missing and unknown inputs and those of another type.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  static void require(List<ValueInfo> declared, Map<String, Tensor> given) {
    Problems problems = new Problems();
    for (ValueInfo input : declared) {
      Tensor tensor = given.get(input.name());
      if (tensor == null) {
        problems.add(
            place(input.name()), "input-missing", "The input (%s) is missing.".formatted(input));
      } else if (!fits(input.type(), tensor)) {
        problems.add(
            place(input.name()),
            "input-type",
            "The input (%s) must be (%s), not (%s).".formatted(input.name(), input.type(), tensor));
      }
    }
    unknown(declared, given.keySet())
        .forEach(
            name ->
                problems.add(
                    place(name), "input-unknown", "The model has no input (%s).".formatted(name)));
    problems.throwIfPresent(ErrorCode.MODEL_NOT_RUNNABLE);
  }

  /** The types of tensors, for messages. */
  static String describe(Map<String, Tensor> given) {
    return given.values().stream().map(Tensor::toString).collect(Collectors.joining(", "));
  }

  private static Set<String> unknown(List<ValueInfo> declared, Set<String> given) {
    Set<String> unknown = new TreeSet<>(given);
    declared.forEach(input -> unknown.remove(input.name()));
    return unknown;
  }

  private static boolean fits(TensorType type, Tensor tensor) {
    if (type.elementType() != tensor.elementType() || type.rank() != tensor.rank()) {
      return false;
    }
    for (int axis = 0; axis < type.rank(); axis++) {
      Dim dim = type.dim(axis);
      if (dim.isKnown() && dim.size() != tensor.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  private static String place(String input) {
    return "input:" + input;
  }
}
