package io.espalier.engine.emit;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;

/** Writes a whole graph as a program, or tells every node that it cannot write. */
public final class GraphEmitter {
  private final Emission emission;
  private final Graph graph;
  private final Problems problems = new Problems();

  private GraphEmitter(TypedGraph typed, Writing writing) {
    this.emission = new Emission(typed, writing);
    this.graph = typed.graph();
  }

  /** A problem for every node without an exact program; empty when there is none. */
  public static List<Problem> problems(TypedGraph typed) {
    return problems(typed, Writing.TO_RUN);
  }

  static List<Problem> problems(TypedGraph typed, Writing writing) {
    GraphEmitter emitter = new GraphEmitter(typed, writing);
    emitter.emitAll();
    return emitter.problems.toList();
  }

  /**
   * The program of a graph.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  public static Program emit(TypedGraph typed) {
    return emit(typed, Writing.TO_RUN);
  }

  static Program emit(TypedGraph typed, Writing writing) {
    GraphEmitter emitter = new GraphEmitter(typed, writing);
    Program program = emitter.emitAll();
    emitter.problems.throwIfPresent(ErrorCode.MODEL_NOT_RUNNABLE);
    return program;
  }

  private Program emitAll() {
    graph.inputs().forEach(this::checkInput);
    for (int i = 0; i < graph.nodes().size(); i++) {
      emit(i, graph.nodes().get(i));
    }
    try {
      return emission.finish();
    } catch (UnsupportedNode missing) {
      problems.add("model:graph.output", "not-compilable", "No output: " + missing.getMessage());
      return new Program(0, List.of(), List.of(), List.of());
    }
  }

  private void checkInput(ValueInfo input) {
    if (ScalarTypes.code(input.type().elementType()).isEmpty()) {
      problems.add(
          "model:graph.input",
          "type-not-compilable",
          "The input (%s) has the type %s, which libtorch does not compute with."
              .formatted(input.name(), input.type().elementType().text()));
    }
  }

  private void emit(int index, Node node) {
    try {
      Emitter emitter = EmitterTable.STANDARD.find(node);
      Site site = new Site(node, emission);
      UnsignedLongs.require(site);
      emitter.emit(site);
    } catch (UnsupportedNode unsupported) {
      node.presentOutputs().forEach(value -> emission.define(value, Literals.NONE));
      problems.add(
          "model:graph.node[%d]".formatted(index),
          "operator-not-compilable",
          "The node (%s) of operator (%s) cannot be compiled: %s."
              .formatted(node.name(), node.qualifiedOperator(), unsupported.getMessage()));
    }
  }
}
