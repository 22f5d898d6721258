package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.TrainingPrecision;
import java.util.ArrayList;
import java.util.List;

/** Forward in training mode, loss, and backward to the trainable weights alone. */
final class GradientsMethod {
  private final Program program;
  private final WeightLists lists;
  private final LearningGraph graph;
  private final LearnerSettings settings;
  private final List<String> statements = new ArrayList<>();

  GradientsMethod(
      Program program, WeightLists lists, LearningGraph graph, LearnerSettings settings) {
    this.program = program;
    this.lists = lists;
    this.graph = graph;
    this.settings = settings;
  }

  ScriptMethod write() {
    enter();
    statements.addAll(program.statements());
    loss();
    penalty();
    backward();
    return new ScriptMethod(
        "gradients",
        List.of(
            "x0: Tensor",
            "y: Tensor",
            "z: Tensor",
            "p: List[Tensor]",
            "g: List[Tensor]",
            "c: List[Tensor]",
            "scale: Tensor",
            "share: float",
            "seed: int"),
        "List[float]",
        statements,
        "annotate(List[float], figures.tolist())");
  }

  private void enter() {
    statements.addAll(Backward.enter(lists, program));
    if (graph.draws()) {
      add(Writing.GENERATOR + " = torch.Generator(device=x0.device, seed=seed)");
    }
    add(Site.TRAINING + " = True");
  }

  private void loss() {
    add("out = " + program.outputs().getFirst());
    statements.addAll(LossStatements.of(settings.loss(), graph.rank(), graph.lossType()));
    settings
        .distillation()
        .ifPresent(
            distillation ->
                statements.addAll(
                    LossStatements.distilled(
                        settings.loss(), distillation, graph.rank(), graph.lossType())));
  }

  /** The penalty is the second output. */
  private void penalty() {
    if (settings.penalty().isPresent()) {
      add("loss = " + call("torch.add", "loss", program.outputs().get(1)));
    }
  }

  private void backward() {
    boolean scaled = settings.precision() == TrainingPrecision.FP16;
    String goal = scaled ? call("torch.mul", "loss", "scale") : "loss";
    statements.addAll(Backward.parts(lists, goal));
    add("torch._foreach_add_(g, parts, alpha=share)");
    add("loss = torch.to(torch.detach(loss), %d)".formatted(ScalarTypes.DOUBLE));
    add("correct = torch.to(torch.detach(correct), %d)".formatted(ScalarTypes.DOUBLE));
    add("figures = torch.stack([loss, correct])");
  }

  private void add(String statement) {
    statements.add(statement);
  }
}
