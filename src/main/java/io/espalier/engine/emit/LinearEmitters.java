package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/** Matrix products. */
final class LinearEmitters {
  private LinearEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Det", site -> site.output(call("torch.det", site.input(0))));
    table.put("Einsum", EinsumEmitter::emit);
    table.put("Gemm", LinearEmitters::gemm);
    table.put("MatMul", site -> site.output(call("torch.matmul", site.input(0), site.input(1))));
  }

  private static void gemm(Site site) {
    if (!site.isFloating(0)) {
      throw site.unsupported("its matrices are not floating");
    }
    String left = transposed(site, 0, "transA");
    String right = transposed(site, 1, "transB");
    String alpha = site.number("alpha", 1);
    site.output(
        site.hasInput(2)
            ? call(
                "torch.addmm",
                site.input(2),
                left,
                right,
                "beta=" + site.number("beta", 1),
                "alpha=" + alpha)
            : call("torch.mul", call("torch.mm", left, right), alpha));
  }

  private static String transposed(Site site, int index, String flag) {
    String matrix = site.input(index);
    return site.flag(flag, false) ? call("torch.t", matrix) : matrix;
  }
}
