package io.espalier.engine.emit;

import io.espalier.engine.train.LearnerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as one TorchScript class that learns.
 *
 * <p>Its methods take what changes as lists of tensors and change it in place; each is a single
 * call of libtorch:
 *
 * <ul>
 *   <li>{@code gradients} runs forward and backward and adds to the gradients {@code g} of the
 *       trainable weights {@code p}; {@code c} are all other constants
 *   <li>{@code forward} gives the outputs in evaluation mode
 *   <li>{@code update} takes a step of the optimiser
 *   <li>{@code assign} copies tensors, {@code collect} adds the gradients of another device
 * </ul>
 *
 * @param source TorchScript
 * @param trainable the list {@code p}
 * @param constants the list {@code c}
 * @param statistics places in {@code c} of the running statistics that change
 */
public record LearningProgram(
    String source, List<Weight> trainable, List<Weight> constants, List<Integer> statistics) {

  public LearningProgram {
    trainable = List.copyOf(trainable);
    constants = List.copyOf(constants);
    statistics = List.copyOf(statistics);
  }

  /**
   * Writes the program.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every node that cannot be
   *     written
   */
  public static LearningProgram of(LearningGraph graph, LearnerSettings settings) {
    Program training = GraphEmitter.emit(graph.training(), Writing.toLearn(settings));
    Program evaluation = GraphEmitter.emit(graph.evaluation());
    WeightLists lists = WeightLists.of(graph, List.of(training, evaluation));
    List<String> methods =
        List.of(
            new GradientsMethod(training, lists, graph, settings).write().source(),
            forward(evaluation, lists).source(),
            new UpdateMethod(settings, lists).write().source(),
            ScriptMethod.ASSIGN.source(),
            collect().source());
    return new LearningProgram(
        Program.header(List.of(), List.of()) + String.join("", methods),
        lists.trainable(),
        lists.constants(),
        lists.statistics());
  }

  private static ScriptMethod forward(Program program, WeightLists lists) {
    List<String> statements = new ArrayList<>();
    statements.add("w = " + lists.of(program, i -> "p[%d]".formatted(i)));
    statements.add(Site.TRAINING + " = False");
    statements.addAll(program.statements());
    return new ScriptMethod(
        "forward",
        List.of("x0: Tensor", "p: List[Tensor]", "c: List[Tensor]"),
        "List[Tensor]",
        statements,
        Literals.list(program.outputs()));
  }

  private static ScriptMethod collect() {
    return new ScriptMethod(
        "collect",
        List.of("g: List[Tensor]", "h: List[Tensor]"),
        "bool",
        List.of(
            "for i in range(torch.len(g)):",
            "  added = torch.add_(g[i], torch.to(h[i], g[i].device))",
            "  emptied = torch.zero_(h[i])"),
        "True");
  }
}
