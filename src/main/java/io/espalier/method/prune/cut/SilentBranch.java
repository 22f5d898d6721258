package io.espalier.method.prune.cut;

import io.espalier.graph.ElementType;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/** Multiplies what a residual branch adds by zero. */
final class SilentBranch {
  private SilentBranch() {}

  static void put(GraphEditor editor, Node join, ResidualBlock block, TypedGraph typed) {
    int branch = join.inputs().indexOf(block.input()) == 0 ? 1 : 0;
    String added = join.inputs().get(branch);
    ElementType type = typed.type(block.output()).orElseThrow().elementType();
    String silent = editor.freshName(block.join() + "_silent");
    String zero = editor.freshName(block.join() + "_zero");
    editor.putInitializer(zero, zero(type));
    Node product =
        new Node(
            editor.freshName(block.join() + "_silence"),
            "",
            "Mul",
            List.of(added, zero),
            List.of(silent),
            Map.of());
    List<String> inputs =
        branch == 1 ? List.of(block.input(), silent) : List.of(silent, block.input());
    editor.replace(join, product, join.withInputs(inputs));
  }

  private static Tensor zero(ElementType type) {
    return Tensor.of(type, new long[0], Arena.ofAuto().allocate(type.bytes(1), Long.BYTES));
  }
}
