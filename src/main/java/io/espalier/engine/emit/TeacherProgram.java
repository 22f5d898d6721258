package io.espalier.engine.emit;

import io.espalier.engine.train.LearnerSettings;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A network that another one learns from: its method {@code forward} gives what the loss reads.
 *
 * @param constants the list {@code c}; empty where the network reads none
 */
public record TeacherProgram(String source, List<Weight> constants) {
  public TeacherProgram {
    constants = List.copyOf(constants);
  }

  /**
   * Writes the program.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every node that cannot be
   *     written
   */
  public static TeacherProgram of(TypedGraph network, LearnerSettings settings) {
    TypedGraph scored = LossInput.of(network, settings.loss());
    Program program =
        GraphEmitter.emit(LearningFusion.fused(scored, Set.of()), Writing.toTeach(settings));
    List<String> statements = new ArrayList<>();
    statements.add("w = c");
    statements.add(Site.TRAINING + " = False");
    statements.addAll(program.statements());
    ScriptMethod forward =
        new ScriptMethod(
            "forward",
            List.of("x0: Tensor", "c: List[Tensor]"),
            "Tensor",
            statements,
            program.outputs().getFirst());
    return new TeacherProgram(
        Program.header(List.of(), List.of()) + forward.source(), program.weights());
  }
}
