package io.espalier.format.onnx;

import io.espalier.format.ModelFault;
import io.espalier.format.onnx.wire.WireBudget;
import io.espalier.format.onnx.wire.WireReader;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all decoders of one file share: limits, memory, and what was found so far. */
final class Decoding {
  private static final int REPORTED_PROBLEMS = 100;

  private final OnnxLimits limits;
  private final WireBudget budget;
  private final Arena arena;
  private final ExternalData external;
  private final Problems problems = new Problems();
  private final List<String> warnings = new ArrayList<>();
  private long nodes;
  private long defaults;

  Decoding(OnnxLimits limits, Map<String, Path> parts, Arena arena) {
    this.limits = limits;
    this.arena = arena;
    this.external = new ExternalData(parts, limits.fileBytes(), arena);
    this.budget = new WireBudget(limits.messages(), limits.memoryBytes());
  }

  OnnxLimits limits() {
    return limits;
  }

  WireBudget budget() {
    return budget;
  }

  Arena arena() {
    return arena;
  }

  ExternalData external() {
    return external;
  }

  List<String> warnings() {
    return warnings;
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** A warning that many tensors may give rise to; only the first few of a kind are kept. */
  void warnOnce(String sentence) {
    if (warnings.size() < REPORTED_PROBLEMS && !warnings.contains(sentence)) {
      warnings.add(sentence);
    }
  }

  /** A fault that lets the reading go on, so that others are found too. */
  void report(WireReader in, String code, String format, Object... arguments) {
    if (problems.size() < REPORTED_PROBLEMS) {
      report(in.place(), code, format, arguments);
    }
  }

  void report(String place, String code, String format, Object... arguments) {
    addAll(List.of(new Problem("model:" + place, code, format.formatted(arguments))));
  }

  void addAll(List<Problem> found) {
    for (Problem problem : found) {
      if (problems.size() < REPORTED_PROBLEMS) {
        problems.addAll(List.of(problem));
      }
    }
  }

  void throwIfProblems() {
    problems.throwIfPresent(ErrorCode.MODEL_INVALID);
  }

  /** Counts inputs that have an initializer, which are no inputs any more. */
  void countDefaults(long inputs) {
    defaults += inputs;
  }

  long defaults() {
    return defaults;
  }

  String name(WireReader in) {
    return in.text(limits.nameBytes());
  }

  void countNode() {
    if (++nodes > limits.nodes()) {
      throw ModelFault.at(
          "graph",
          "too-many-nodes",
          "The model has more than %d nodes, the limit.".formatted(limits.nodes()));
    }
  }
}
