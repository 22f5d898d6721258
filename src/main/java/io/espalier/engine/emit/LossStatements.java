package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of outputs {@code out} against targets {@code y} and a teacher's outputs {@code z}: the
 * identifiers {@code loss} and {@code correct}.
 *
 * <p>All of it is computed in 32 bits or more. Classes are moved to axis 1 first.
 */
final class LossStatements {
  private static final int MEAN = 1;
  private static final int SUM = 2;
  private static final int IGNORED = -100;

  private final List<String> statements = new ArrayList<>();

  private LossStatements() {}

  /**
   * @param type code of the numbers that the loss is computed with
   */
  static List<String> of(Loss loss, int rank, int type) {
    LossStatements lines = new LossStatements();
    lines.add("out = " + call("torch.to", "out", type));
    switch (loss) {
      case Loss.CrossEntropy(double smoothing) -> lines.crossEntropy(smoothing, rank);
      case Loss.MeanSquared _ -> lines.distance(call("torch.mse_loss", "out", "y", MEAN));
      case Loss.MeanAbsolute _ -> lines.distance(call("torch.l1_loss", "out", "y", MEAN));
      case Loss.Huber(double delta) ->
          lines.distance(call("torch.huber_loss", "out", "y", MEAN, Literals.number(delta)));
    }
    return lines.statements;
  }

  /** The loss with the second term; {@code loss} is the first. */
  static List<String> distilled(Loss loss, Distillation distillation, int rank, int type) {
    LossStatements lines = new LossStatements();
    lines.add("z = " + call("torch.to", "z", type));
    boolean classes = loss instanceof Loss.CrossEntropy;
    if (classes) {
      lines.divergence(Literals.number(distillation.temperature()), rank);
    } else {
      lines.add("taught = " + call("torch.mse_loss", "out", "z", MEAN));
    }
    double alpha = distillation.alpha();
    double squared = classes ? distillation.temperature() * distillation.temperature() : 1;
    lines.add(
        "loss = "
            + call(
                "torch.add",
                call("torch.mul", "loss", Literals.number(1 - alpha)),
                call("torch.mul", "taught", Literals.number(alpha * squared))));
    return lines.statements;
  }

  private void distance(String loss) {
    add("y = " + call("torch.reshape", call("torch.to", "y", "out.dtype"), "torch.size(out)"));
    add("loss = " + loss);
    add("correct = torch.mul(torch.detach(loss), nan)");
  }

  /** Of class indices the mean over those that count; of probabilities that over the samples. */
  private void crossEntropy(double smoothing, int rank) {
    if (rank == 3) {
      add("out = torch.permute(out, [0, 2, 1])");
    }
    add("if torch.is_floating_point(y):");
    add("  y = torch.to(y, out.dtype)");
    add("  loss = " + crossEntropy(MEAN, smoothing));
    add("  hit = torch.eq(torch.argmax(out, 1), torch.argmax(y, 1))");
    add("  number = torch.sum(torch.ones_like(hit))");
    add("else:");
    add("  counts = torch.ne(y, %d)".formatted(IGNORED));
    add("  number = torch.clamp(torch.sum(counts), 1)");
    add("  loss = " + call("torch.div", crossEntropy(SUM, smoothing), "number"));
    add("  hit = torch.eq(torch.argmax(out, 1), y)");
    add("correct = torch.div(torch.mul(torch.sum(hit), torch.size(out, 0)), number)");
  }

  private static String crossEntropy(int reduction, double smoothing) {
    return call(
        "torch.cross_entropy_loss",
        "out",
        "y",
        Literals.NONE,
        reduction,
        IGNORED,
        Literals.number(smoothing));
  }

  private void divergence(String temperature, int rank) {
    if (rank == 3) {
      add("z = torch.permute(z, [0, 2, 1])");
    }
    add("wanted = torch.log_softmax(torch.div(z, %s), 1)".formatted(temperature));
    add("given = torch.log_softmax(torch.div(out, %s), 1)".formatted(temperature));
    add("apart = torch.kl_div(given, wanted, %d, log_target=True)".formatted(SUM));
    add("taught = torch.div(apart, torch.numel(out) // torch.size(out, 1))");
  }

  private void add(String statement) {
    statements.add(statement);
  }
}
