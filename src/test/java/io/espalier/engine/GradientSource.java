package io.espalier.engine;

import io.espalier.engine.emit.Program;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program with a weighted sum behind it, and the same with its gradients. */
final class GradientSource {
  private static final String TEMPLATE =
      """
      class M(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.M%1$s, w: List[Tensor], train: Tensor) -> List[Tensor]:
          t = bool(train)
      %3$s    return [%4$s]
        def gradients(self: __torch__.M%1$s, w: List[Tensor], train: Tensor) -> List[Tensor]:
          enabled = torch.set_grad_enabled(True)
          t = bool(train)
      %2$s%3$s    optional = torch.grad([%4$s], [%5$s], None, None, False, True)
          found = annotate(List[Tensor], [])
          leaves = [%5$s]
          for i in range(torch.len(optional)):
            gradient = optional[i]
            if torch.__isnot__(gradient, None):
              known = unchecked_cast(Tensor, gradient)
              a = torch.append(found, known)
            else:
              b = torch.append(found, torch.zeros_like(leaves[i]))
          return found
      """;

  private GradientSource() {}

  /**
   * Two methods of the same arguments as the program's.
   *
   * @param leaves arguments to which the gradients belong
   */
  static String of(TypedGraph typed, Program program, List<String> leaves) {
    String inputs =
        IntStream.range(0, program.inputs())
            .mapToObj(", x%d: Tensor"::formatted)
            .collect(Collectors.joining());
    String body =
        program.statements().stream().map(GradientSource::line).collect(Collectors.joining());
    return TEMPLATE.formatted(
        inputs, grow(leaves), body, sum(typed, program), String.join(", ", leaves));
  }

  private static String grow(List<String> leaves) {
    return leaves.stream()
        .map(
            leaf ->
                line(assignment(leaf, "torch.requires_grad_(torch.detach(%s))".formatted(leaf))))
        .collect(Collectors.joining());
  }

  private static String assignment(String leaf, String value) {
    String index = leaf.substring(leaf.indexOf('[') + 1, leaf.length() - 1);
    return leaf.startsWith("w")
        ? "set%s = torch._set_item(w, %s, %s)".formatted(index, index, value)
        : leaf + " = " + value;
  }

  private static String sum(TypedGraph typed, Program program) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < program.outputs().size(); i++) {
      String name = typed.graph().outputs().get(i).name();
      if (DifferentiableProgram.isFloating(typed, name)) {
        terms.add(weighted(program.outputs().get(i)));
      }
    }
    return terms.stream().reduce("torch.add(%s, %s)"::formatted).orElseThrow();
  }

  /** Weights that no operator leaves without influence: the cosines of 1, 2, 3, … */
  private static String weighted(String output) {
    String ones = "torch.ones_like(torch.reshape(%s, [-1]))".formatted(output);
    String weights =
        "torch.reshape(torch.cos(torch.cumsum(%s, 0)), torch.size(%s))".formatted(ones, output);
    return "torch.sum(torch.mul(%s, %s), dtype=7)".formatted(output, weights);
  }

  private static String line(String statement) {
    return "    " + statement + "\n";
  }
}
