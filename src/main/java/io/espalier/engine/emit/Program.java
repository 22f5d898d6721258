package io.espalier.engine.emit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A graph as TorchScript.
 *
 * <p>Identifiers are generated; no name or text of the model occurs in the source.
 *
 * @param inputs how many the graph has
 * @param statements in order; they read inputs as {@code x0}, {@code x1}, …, weights as {@code
 *     w[0]}, {@code w[1]}, … and {@code t}, whether the model trains
 * @param outputs an expression for each output of the graph
 * @param weights in the order of the list {@code w}
 */
public record Program(
    int inputs, List<String> statements, List<String> outputs, List<Weight> weights) {
  /** Name of the class in the source. */
  public static final String CLASS_NAME = "M";

  public Program {
    statements = List.copyOf(statements);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
  }

  /**
   * A class whose {@code forward} takes the graph's inputs in order, the weights as one list of
   * tensors, and a boolean tensor that says whether the model trains; it returns the graph's
   * outputs as a list of tensors.
   */
  public String source() {
    return header(List.of(), List.of())
        + signature(", w: List[Tensor], train: Tensor", "List[Tensor]")
        + line(Site.TRAINING + " = bool(train)")
        + body()
        + line("return " + Literals.list(outputs));
  }

  static String header(List<String> parameters, List<String> buffers) {
    return "class %s(Module):\n  __parameters__ = [%s]\n  __buffers__ = [%s]\n  training : bool\n"
        .formatted(CLASS_NAME, String.join("", parameters), String.join("", buffers));
  }

  String signature(String more, String result) {
    String given =
        IntStream.range(0, inputs)
            .mapToObj(", x%d: Tensor"::formatted)
            .collect(Collectors.joining());
    return "  def forward(self: __torch__.%s%s%s) -> %s:\n"
        .formatted(CLASS_NAME, given, more, result);
  }

  String body() {
    return statements.stream().map(Program::line).collect(Collectors.joining());
  }

  static String line(String statement) {
    return "    " + statement + "\n";
  }
}
