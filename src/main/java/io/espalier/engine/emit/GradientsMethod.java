package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.TrainingPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

  /** A leaf shares the memory of its weight. */
  private void enter() {
    add("recording = torch.set_grad_enabled(True)");
    for (int i = 0; i < lists.trainable().size(); i++) {
      add("%s = torch.requires_grad_(torch.detach(p[%d]))".formatted(leaf(i), i));
    }
    add("w = " + lists.of(program, GradientsMethod::leaf));
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

  private void backward() {
    boolean scaled = settings.precision() == TrainingPrecision.FP16;
    List<String> leaves =
        IntStream.range(0, lists.trainable().size()).mapToObj(GradientsMethod::leaf).toList();
    String goal = scaled ? call("torch.mul", "loss", "scale") : "loss";
    add(
        "slopes = torch.grad([%s], %s, None, None, False, True)"
            .formatted(goal, Literals.list(leaves)));
    add("parts = annotate(List[Tensor], [])");
    add("for i in range(torch.len(slopes)):");
    add("  slope = slopes[i]");
    add("  if torch.__isnot__(slope, None):");
    add("    part = unchecked_cast(Tensor, slope)");
    add("  else:");
    add("    part = torch.zeros_like(g[i])");
    add("  listed = torch.append(parts, part)");
    add("torch._foreach_add_(g, parts, alpha=share)");
    add("loss = torch.to(torch.detach(loss), %d)".formatted(ScalarTypes.DOUBLE));
    add("correct = torch.to(torch.detach(correct), %d)".formatted(ScalarTypes.DOUBLE));
    add("figures = torch.stack([loss, correct])");
  }

  private static String leaf(int index) {
    return "leaf%d".formatted(index);
  }

  private void add(String statement) {
    statements.add(statement);
  }
}
