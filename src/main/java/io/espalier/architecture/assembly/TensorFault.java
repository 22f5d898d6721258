package io.espalier.architecture.assembly;

import io.espalier.graph.TensorType;
import io.espalier.problem.Problems;
import java.util.Optional;

/**
 * A tensor that is missing or has another shape than it must have.
 *
 * @param found empty when the tensor is missing
 */
final class TensorFault {
  /** So many faults come with suggestions; finding them takes time. */
  private static final int EXPLAINED = 20;

  private final String name;
  private final long[] expected;
  private final Optional<TensorType> found;

  TensorFault(String name, long[] expected, Optional<TensorType> found) {
    this.name = name;
    this.expected = expected.clone();
    this.found = found;
  }

  /** Adds the problem, with the nearest tensors when few faults came before. */
  void report(Problems problems, NearestTensors nearest, int before) {
    String suggestions = before < EXPLAINED ? suggestions(nearest) : "";
    problems.add("model:tensor[" + name + "]", code(), sentence() + suggestions);
  }

  private String suggestions(NearestTensors nearest) {
    String named = found.isPresent() ? "" : nearest.named(name);
    return named + nearest.shaped(name, expected);
  }

  private String code() {
    return found.isPresent() ? "architecture-wrong-shape" : "architecture-missing-tensor";
  }

  private String sentence() {
    String needed = Extents.text(expected);
    return found
        .map(
            type ->
                "The tensor (%s) is %s; the architecture needs the shape %s."
                    .formatted(name, type, needed))
        .orElseGet(
            () ->
                "The tensor (%s) is missing; the architecture needs it with the shape %s."
                    .formatted(name, needed));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorFault fault && name.equals(fault.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
