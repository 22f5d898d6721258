package io.espalier.engine.emit;

import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A program as a module that holds its weights.
 *
 * <p>Of the model's text only names occur in the source, and of them only letters, digits and
 * underscores.
 *
 * @param attributes a tensor for each weight of the program, in the same order
 */
public record ScriptModule(Program program, List<Attribute> attributes) {
  /**
   * A tensor of the module.
   *
   * @param name the weight's own, as far as it can be an identifier
   * @param parameter true for a parameter, which a user may train; false for a buffer
   */
  public record Attribute(String name, Tensor tensor, boolean parameter) {}

  public ScriptModule {
    attributes = List.copyOf(attributes);
  }

  /**
   * A module whose parameters are the learned floating weights; all others are buffers.
   *
   * @param learned values of such weights
   */
  public static ScriptModule of(Program program, Set<String> learned) {
    AttributeNames names = new AttributeNames();
    List<Attribute> attributes = new ArrayList<>();
    for (Weight weight : program.weights()) {
      boolean parameter =
          weight.tensor().elementType().isFloating() && learned.contains(weight.value());
      attributes.add(new Attribute(names.add(weight.value()), weight.tensor(), parameter));
    }
    return new ScriptModule(program, attributes);
  }

  /**
   * A class whose {@code forward} takes the graph's inputs in order and returns the output, or a
   * tuple where the graph has several; it trains when the module does.
   */
  public String source() {
    return Program.header(quoted(Attribute::parameter), quoted(it -> !it.parameter()))
        + joined("  %s : Tensor\n", "")
        + program.signature("", resultType())
        + Program.line(Site.TRAINING + " = self.training")
        + Program.line("w: List[Tensor] = [" + joined("self.%s", ", ") + "]")
        + program.body()
        + Program.line("return " + String.join(", ", program.outputs()));
  }

  private List<String> quoted(Predicate<Attribute> wanted) {
    return attributes.stream().filter(wanted).map(it -> "\"%s\", ".formatted(it.name())).toList();
  }

  private String joined(String format, String separator) {
    return attributes.stream()
        .map(it -> format.formatted(it.name()))
        .collect(Collectors.joining(separator));
  }

  private String resultType() {
    List<String> outputs = program.outputs();
    return outputs.size() == 1
        ? "Tensor"
        : outputs.stream().map(_ -> "Tensor").collect(Collectors.joining(", ", "Tuple[", "]"));
  }
}
