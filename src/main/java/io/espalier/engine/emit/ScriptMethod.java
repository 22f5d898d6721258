package io.espalier.engine.emit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A method of a TorchScript class.
 *
 * @param parameters with their types, for example {@code x: Tensor}
 */
record ScriptMethod(
    String name, List<String> parameters, String result, List<String> statements, String returned) {
  /** Copies tensors, pair by pair. */
  static final ScriptMethod ASSIGN =
      new ScriptMethod(
          "assign",
          List.of("p: List[Tensor]", "q: List[Tensor]"),
          "bool",
          List.of("for i in range(torch.len(p)):", "  copied = torch.copy_(p[i], q[i])"),
          "True");

  String source() {
    String given = parameters.stream().map(it -> ", " + it).collect(Collectors.joining());
    return "  def %s(self: __torch__.%s%s) -> %s:\n"
            .formatted(name, Program.CLASS_NAME, given, result)
        + statements.stream().map(Program::line).collect(Collectors.joining())
        + Program.line("return " + returned);
  }
}
