package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.number;

import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingPrecision;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of the optimiser over whole lists of weights: unscaling, norm, clipping, the step itself,
 * averages.
 *
 * <p>{@code m} and {@code v} are first and second moments, {@code e} averages of the weights,
 * {@code u} the running statistics and {@code f} their averages. Lists of a group are arguments of
 * their own: libtorch drops a call that writes to the elements of a list which the method itself
 * made.
 *
 * <p>Under a loss scale a step with gradients that are not finite is left out; the scale then
 * halves, and doubles after {@value #GOOD_STEPS} steps without one (Micikevicius et al., "Mixed
 * Precision Training", ICLR 2018).
 */
final class UpdateMethod {
  private static final int GOOD_STEPS = 2000;
  private static final String LIST = "%s: List[Tensor]";
  private static final String NO_TENSORS = "annotate(List[Tensor], [])";

  private final LearnerSettings settings;
  private final WeightLists lists;
  private final List<String> statements = new ArrayList<>();

  UpdateMethod(LearnerSettings settings, WeightLists lists) {
    this.settings = settings;
    this.lists = lists;
  }

  ScriptMethod write() {
    if (settings.precision() == TrainingPrecision.FP16) {
      underScale();
    } else {
      add("bad = torch.zeros([1], device=g[0].device)");
      norm("");
      step("");
    }
    add("torch._foreach_zero_(g)");
    add("figures = torch.stack([torch.to(norm, 7), torch.to(bad[0], 7)])");
    return new ScriptMethod(
        "update",
        parameters(),
        "List[float]",
        statements,
        "annotate(List[float], figures.tolist())");
  }

  private List<String> parameters() {
    List<String> parameters =
        new ArrayList<>(
            List.of(
                LIST.formatted("p"),
                LIST.formatted("g"),
                LIST.formatted("e"),
                LIST.formatted("u"),
                LIST.formatted("f"),
                "steps: Tensor",
                "scale: Tensor",
                "growth: Tensor"));
    for (int i = 0; i < settings.groups().size(); i++) {
      int group = i;
      List.of("p", "g", "m", "v").forEach(list -> parameters.add(LIST.formatted(list + group)));
    }
    parameters.add("rates: List[float]");
    return parameters;
  }

  private void underScale() {
    add("bad = torch.zeros([1], device=g[0].device)");
    add("torch._amp_foreach_non_finite_check_and_unscale_(g, bad, torch.reciprocal(scale))");
    norm("");
    add("if bool(torch.eq(bad, 0.0)):");
    step("  ");
    add("else:");
    add("  pass");
    add(
        "scaled = torch._amp_update_scale_(scale, growth, bad, 2.0, 0.5, %d)"
            .formatted(GOOD_STEPS));
  }

  /** The small number is PyTorch's; it keeps a gradient of zero from dividing by zero. */
  private void norm(String indent) {
    add(indent + "norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)");
    settings
        .clipNorm()
        .ifPresent(
            most -> {
              String share = "torch.div(%s, torch.add(norm, 1e-6))".formatted(number(most));
              add(indent + "torch._foreach_mul_(g, torch.clamp(%s, None, 1.0))".formatted(share));
            });
  }

  private void step(String indent) {
    if (settings.optimizer() instanceof Optimizer.AdamW) {
      add(indent + "counted = torch.add_(steps, 1)");
    }
    for (int i = 0; i < settings.groups().size(); i++) {
      if (!settings.groups().get(i).weights().isEmpty()) {
        add(indent + step(i, settings.groups().get(i)));
      }
    }
    settings.averaging().ifPresent(decay -> average(indent, decay));
  }

  private String step(int index, ParameterGroup group) {
    String decay = number(group.weightDecay());
    return switch (settings.optimizer()) {
      case Optimizer.Sgd sgd -> sgd(sgd, index, decay);
      case Optimizer.AdamW adam -> adam(adam, index, decay);
    };
  }

  private static String sgd(Optimizer.Sgd sgd, int group, String decay) {
    boolean hasMoments = sgd.momentum() != 0;
    return call(
        "torch._fused_sgd_",
        "p" + group,
        "g" + group,
        hasMoments ? "m" + group : NO_TENSORS,
        "weight_decay=" + decay,
        "momentum=" + number(sgd.momentum()),
        "lr=rates[%d]".formatted(group),
        "dampening=0.0",
        "nesterov=" + bool(sgd.nesterov() && hasMoments),
        "maximize=False",
        "is_first_step=False");
  }

  private static String adam(Optimizer.AdamW adam, int group, String decay) {
    return call(
        "torch._fused_adamw_",
        "p" + group,
        "g" + group,
        "m" + group,
        "v" + group,
        NO_TENSORS,
        "[steps for i in p%d]".formatted(group),
        "lr=rates[%d]".formatted(group),
        "beta1=" + number(adam.beta1()),
        "beta2=" + number(adam.beta2()),
        "weight_decay=" + decay,
        "eps=" + number(adam.epsilon()),
        "amsgrad=False",
        "maximize=False");
  }

  /** Running statistics are averaged as the weights are. */
  private void average(String indent, double decay) {
    String share = number(1 - decay);
    add(indent + "torch._foreach_lerp_(e, p, %s)".formatted(share));
    if (!lists.statistics().isEmpty()) {
      add(indent + "torch._foreach_lerp_(f, u, %s)".formatted(share));
    }
  }

  private void add(String statement) {
    statements.add(statement);
  }
}
