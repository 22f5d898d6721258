package io.espalier.engine.emit;

import java.util.List;
import java.util.function.Predicate;
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

  /**
   * A class that holds its weights: parameters {@code w0}, {@code w1}, … and buffers of the same
   * series. Its {@code forward} takes the graph's inputs in order and returns the output, or a
   * tuple where the graph has several; it trains when the module does.
   *
   * @param parameter which weights are parameters; the others are buffers
   */
  public String moduleSource(Predicate<Weight> parameter) {
    List<String> parameters = attributes(parameter);
    List<String> buffers = attributes(parameter.negate());
    String all = names(IntStream.range(0, weights.size()), "self.w");
    return header(parameters, buffers)
        + declarations()
        + signature("", resultType())
        + line(Site.TRAINING + " = self.training")
        + line("w: List[Tensor] = [" + all + "]")
        + body()
        + line("return " + String.join(", ", outputs));
  }

  private List<String> attributes(Predicate<Weight> wanted) {
    return IntStream.range(0, weights.size())
        .filter(i -> wanted.test(weights.get(i)))
        .mapToObj(i -> "\"w%d\", ".formatted(i))
        .toList();
  }

  private static String names(IntStream indices, String prefix) {
    return indices.mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
  }

  private static String header(List<String> parameters, List<String> buffers) {
    return "class %s(Module):\n  __parameters__ = [%s]\n  __buffers__ = [%s]\n  training : bool\n"
        .formatted(CLASS_NAME, String.join("", parameters), String.join("", buffers));
  }

  private String declarations() {
    return IntStream.range(0, weights.size())
        .mapToObj("  w%d : Tensor\n"::formatted)
        .collect(Collectors.joining());
  }

  private String signature(String more, String result) {
    String given =
        IntStream.range(0, inputs)
            .mapToObj(", x%d: Tensor"::formatted)
            .collect(Collectors.joining());
    return "  def forward(self: __torch__.%s%s%s) -> %s:\n"
        .formatted(CLASS_NAME, given, more, result);
  }

  private String resultType() {
    return outputs.size() == 1
        ? "Tensor"
        : outputs.stream().map(_ -> "Tensor").collect(Collectors.joining(", ", "Tuple[", "]"));
  }

  private String body() {
    return statements.stream().map(Program::line).collect(Collectors.joining());
  }

  private static String line(String statement) {
    return "    " + statement + "\n";
  }
}
