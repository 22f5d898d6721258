package io.espalier.engine.emit;

import io.espalier.graph.Graph;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as a TorchScript class whose constants are replaced between runs.
 *
 * <ul>
 *   <li>{@code forward} gives the outputs, then the values asked for, in evaluation mode
 *   <li>{@code assign} copies tensors
 * </ul>
 *
 * @param source TorchScript
 * @param weights the list {@code w}; no floating constant is anywhere else
 * @param results outputs, then the values asked for
 */
public record ResidentProgram(String source, List<Weight> weights, List<ValueInfo> results) {
  public ResidentProgram {
    weights = List.copyOf(weights);
    results = List.copyOf(results);
  }

  /**
   * Writes the program, node by node: fusing would lose constants and values.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  public static ResidentProgram of(TypedGraph network, List<String> values) {
    Problems problems = new Problems();
    problems.addAll(LearningProblems.inInputs(network));
    List<ValueInfo> results = new ArrayList<>(network.graph().outputs());
    for (String value : values) {
      network
          .type(value)
          .ifPresentOrElse(
              type -> results.add(new ValueInfo(value, type)),
              () ->
                  problems.add(
                      "model:value[%s]".formatted(value),
                      "value-unknown",
                      "The model has no value (%s) whose shape is known.".formatted(value)));
    }
    TypedGraph observed = observed(network, results);
    problems.addAll(GraphEmitter.problems(observed, Writing.TO_MEASURE));
    problems.throwIfPresent(ErrorCode.MODEL_NOT_RUNNABLE);
    Program program = GraphEmitter.emit(observed, Writing.TO_MEASURE);
    return new ResidentProgram(source(program), program.weights(), results);
  }

  private static TypedGraph observed(TypedGraph network, List<ValueInfo> results) {
    Graph graph = network.graph();
    return new TypedGraph(
        new Graph(
            graph.name(),
            graph.inputs(),
            results,
            graph.nodes(),
            graph.initializers(),
            graph.opsets(),
            graph.metadata()),
        network.types(),
        network.unresolved());
  }

  private static String source(Program program) {
    List<String> statements = new ArrayList<>();
    statements.add(Site.TRAINING + " = False");
    statements.addAll(program.statements());
    ScriptMethod forward =
        new ScriptMethod(
            "forward",
            List.of("x0: Tensor", "w: List[Tensor]"),
            "List[Tensor]",
            statements,
            Literals.list(program.outputs()));
    return Program.header(List.of(), List.of()) + forward.source() + ScriptMethod.ASSIGN.source();
  }
}
