package io.espalier.engine.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * Linear algebra as a TorchScript class.
 *
 * <p>Each method takes tensors and lists of whole numbers and returns a list of tensors.
 */
public final class AlgebraProgram {
  private static final String SINGULAR_VALUES = "torch.linalg_svdvals(x)";

  private AlgebraProgram() {}

  public static String source() {
    List<ScriptMethod> methods =
        List.of(
            method("singularValues", List.of("x: Tensor"), List.of(), SINGULAR_VALUES),
            ranks(),
            product(),
            windows(),
            solve(),
            method(
                "eigen",
                List.of("a: Tensor"),
                List.of("values, vectors = torch.linalg_eigh(a)"),
                "values, vectors"));
    StringBuilder source = new StringBuilder(Program.header(List.of(), List.of()));
    methods.forEach(method -> source.append(method.source()));
    return source.toString();
  }

  private static ScriptMethod method(
      String name, List<String> parameters, List<String> statements, String results) {
    return new ScriptMethod(name, parameters, "List[Tensor]", statements, "[" + results + "]");
  }

  private static ScriptMethod ranks() {
    String tolerance = "float(max(torch.size(x, -2), torch.size(x, -1))) * %s";
    return method(
        "ranks",
        List.of("x: Tensor"),
        List.of(
            "s = " + SINGULAR_VALUES,
            "tolerance = " + tolerance.formatted(Math.ulp(1f)),
            "limit = torch.mul(torch.amax(s, [-1], True), tolerance)"),
        "torch.sum(torch.gt(s, limit), [-1])");
  }

  private static ScriptMethod product() {
    String wide = "%1$s = torch.to(%1$s, " + ScalarTypes.DOUBLE + ")";
    return method(
        "product",
        List.of("x: Tensor", "y: Tensor"),
        List.of(wide.formatted("x"), wide.formatted("y")),
        "torch.matmul(torch.t(x), y)");
  }

  private static ScriptMethod windows() {
    List<String> parameters = new ArrayList<>(List.of("x: Tensor"));
    List.of("kernel", "stride", "dilation", "pads")
        .forEach(name -> parameters.add(name + ": List[int]"));
    return method(
        "windows",
        parameters,
        List.of(
            "padded = torch.constant_pad_nd(x, pads)",
            "columns = torch.im2col(padded, kernel, dilation, [0, 0], stride)"),
        "torch.flatten(torch.permute(columns, [0, 2, 1]), 0, 1)");
  }

  private static ScriptMethod solve() {
    return new ScriptMethod(
        "solve",
        List.of("a: Tensor", "b: Tensor"),
        "List[Tensor]",
        List.of(
            "factor, failed = torch.linalg_cholesky_ex(a)",
            "solutions = annotate(List[Tensor], [])",
            "if bool(torch.eq(failed, 0)):",
            "  added = torch.append(solutions, torch.cholesky_solve(b, factor))"),
        "solutions");
  }
}
