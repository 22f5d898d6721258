package io.espalier.engine.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Statements that differentiate with respect to the weights {@code p}. */
final class Backward {
  private Backward() {}

  /** Starts to record, and names the weights of a program; a leaf shares the memory of its own. */
  static List<String> enter(WeightLists lists, Program program) {
    List<String> statements = new ArrayList<>();
    statements.add("recording = torch.set_grad_enabled(True)");
    for (int i = 0; i < lists.trainable().size(); i++) {
      statements.add("%s = torch.requires_grad_(torch.detach(p[%d]))".formatted(leaf(i), i));
    }
    statements.add("w = " + lists.of(program, Backward::leaf));
    return statements;
  }

  /**
   * The list {@code parts} of the derivatives of a number; zeros where it does not depend. The
   * anchor makes it depend on something, as libtorch demands.
   */
  static List<String> parts(WeightLists lists, String goal) {
    List<String> leaves =
        IntStream.range(0, lists.trainable().size()).mapToObj(Backward::leaf).toList();
    return List.of(
        "anchor = torch.requires_grad_(torch.zeros_like(%s))".formatted(goal),
        "slopes = torch.grad([torch.add(%s, anchor)], %s, None, None, False, True)"
            .formatted(goal, Literals.list(leaves)),
        "parts = annotate(List[Tensor], [])",
        "for i in range(torch.len(slopes)):",
        "  slope = slopes[i]",
        "  if torch.__isnot__(slope, None):",
        "    part = unchecked_cast(Tensor, slope)",
        "  else:",
        "    part = torch.zeros_like(p[i])",
        "  listed = torch.append(parts, part)");
  }

  private static String leaf(int index) {
    return "leaf%d".formatted(index);
  }
}
