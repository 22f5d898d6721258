package io.espalier.engine.emit;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The derivatives of a loss as a TorchScript class: its method {@code derivatives} gives one for
 * each of the weights {@code p}, in evaluation mode.
 *
 * @param source TorchScript
 * @param graph the network, checked
 * @param weights the list {@code p}
 * @param constants the list {@code c}
 */
public record DerivativeProgram(
    String source, LearningGraph graph, List<Weight> weights, List<Weight> constants) {
  private static final Optimizer NONE = new Optimizer.Sgd(0, 0, 0, false);

  public DerivativeProgram {
    weights = List.copyOf(weights);
    constants = List.copyOf(constants);
  }

  /**
   * Writes the program.
   *
   * @param names of the weights
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  public static DerivativeProgram of(TypedGraph network, List<String> names, Loss loss) {
    LearningGraph graph = LearningGraph.of(network, settings(names, loss));
    Program program = GraphEmitter.emit(graph.training(), Writing.TO_MEASURE);
    WeightLists lists = WeightLists.of(graph, List.of(program));
    List<String> statements = new ArrayList<>(Backward.enter(lists, program));
    statements.add(Site.TRAINING + " = False");
    statements.addAll(program.statements());
    statements.add("out = " + program.outputs().getFirst());
    statements.addAll(LossStatements.of(loss, graph.rank(), graph.lossType()));
    statements.addAll(Backward.parts(lists, "loss"));
    ScriptMethod derivatives =
        new ScriptMethod(
            "derivatives",
            List.of("x0: Tensor", "y: Tensor", "p: List[Tensor]", "c: List[Tensor]"),
            "List[Tensor]",
            statements,
            "parts");
    return new DerivativeProgram(
        Program.header(List.of(), List.of()) + derivatives.source(),
        graph,
        lists.trainable(),
        lists.constants());
  }

  /** Of a learner that would take no step. */
  private static LearnerSettings settings(List<String> names, Loss loss) {
    return new LearnerSettings(
        NONE,
        List.of(new ParameterGroup(names, 0, 0)),
        loss,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        BatchNormMode.FROZEN,
        TrainingPrecision.FP32,
        Optional.empty());
  }
}
