package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives an Expand the target of its cut output. */
final class ExpandCut {
  private ExpandCut() {}

  /** Known extents become constants; unknown ones are taken from the old target. */
  static Node expand(Node node, CutContext cut) {
    TensorType output = cut.after(node.outputs().getFirst());
    if (output.isStatic()) {
      long[] target = output.shape().stream().mapToLong(Dim::size).toArray();
      return cut.withConstant(node, 1, Tensor.vector(target));
    }
    List<String> parts = new ArrayList<>();
    for (int axis = 0; axis < output.rank(); axis++) {
      parts.add(
          output.dim(axis).isKnown()
              ? constant(node, output.dim(axis).size(), cut)
              : taken(node, axis, cut));
    }
    String target = cut.editor().freshName(node.name() + "_target");
    Node concat =
        new Node(
            cut.editor().freshName(node.name() + "_concat"),
            "",
            "Concat",
            parts,
            List.of(target),
            Map.of("axis", Attribute.of(0L)));
    cut.editor().insertBefore(node, concat);
    cut.declareVector(target, output.rank());
    return cut.withInput(node, 1, target);
  }

  private static String constant(Node node, long extent, CutContext cut) {
    String name = cut.editor().freshName(node.name() + "_extent");
    cut.editor().putInitializer(name, Tensor.vector(extent));
    cut.declareVector(name, 1);
    return name;
  }

  private static String taken(Node node, int axis, CutContext cut) {
    String index = constant(node, axis, cut);
    String taken = cut.editor().freshName(node.name() + "_taken");
    Node gather =
        new Node(
            cut.editor().freshName(node.name() + "_gather"),
            "",
            "Gather",
            List.of(node.inputs().get(1), index),
            List.of(taken),
            Map.of("axis", Attribute.of(0L)));
    cut.editor().insertBefore(node, gather);
    cut.declareVector(taken, 1);
    return taken;
  }
}
