package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Survivors;
import io.espalier.graph.rewrite.RemoveDeadNodes;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes channels physically out of a graph.
 *
 * <p>Constants lose the positions of the channels on every axis; attributes and constant inputs
 * that name extents (groups of depthwise convolutions, targets, sizes, bounds, paddings, indices)
 * follow. Inputs and outputs keep their names and types.
 */
public final class ChannelCut {
  private final ChannelStructure structure;
  private final Map<String, Set<Integer>> removed;

  /**
   * @param removed channel numbers by group id
   * @throws EspalierException (INFEASIBLE_PLAN) with every group that is unknown, frozen, or would
   *     be left without channels
   */
  public ChannelCut(ChannelStructure structure, Map<String, Set<Integer>> removed) {
    this.structure = structure;
    this.removed = Removal.checked(structure, removed);
  }

  /**
   * What the cut graph will be, without touching a weight: the nodes and every type are those of
   * the result, the initializers are still the uncut ones. Cheap enough to call in a search.
   */
  public TypedGraph preview() {
    return removed.isEmpty() ? structure.typed() : preview(structure.without(removed));
  }

  /**
   * The smaller graph; the original itself when nothing is removed.
   *
   * @throws EspalierException (INTERNAL_ERROR) when the result does not have the predicted types
   */
  public Graph apply() {
    if (removed.isEmpty()) {
      return structure.typed().graph();
    }
    Survivors survivors = structure.without(removed);
    TypedGraph preview = preview(survivors);
    GraphEditor editor = new GraphEditor(preview.graph());
    preview
        .graph()
        .initializers()
        .forEach((value, tensor) -> editor.putInitializer(value, cut(value, tensor, survivors)));
    Graph cut = editor.build();
    checkTypes(preview, ShapeInference.infer(cut));
    return cut;
  }

  private TypedGraph preview(Survivors survivors) {
    TypedGraph before = structure.typed();
    GraphEditor editor = new GraphEditor(before.graph());
    CutContext context = new CutContext(before, survivors, editor);
    Graph changed = editor.expandNodes(node -> NodeCuts.apply(node, context)).build();
    Graph after = context.orphans() ? new RemoveDeadNodes().apply(changed).graph() : changed;
    Map<String, TensorType> types = new LinkedHashMap<>(survivors.types());
    types.putAll(context.declared());
    types.keySet().retainAll(values(after));
    return new TypedGraph(after, types, before.unresolved());
  }

  private static Set<String> values(Graph graph) {
    Set<String> values = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(input -> values.add(input.name()));
    graph.nodes().stream().flatMap(Node::presentOutputs).forEach(values::add);
    return values;
  }

  private static Tensor cut(String value, Tensor tensor, Survivors survivors) {
    Tensor cut = tensor;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      if (!survivors.keepsAll(value, axis)) {
        cut = cut.gather(axis, survivors.positions(value, axis));
      }
    }
    return cut;
  }

  private static void checkTypes(TypedGraph predicted, TypedGraph actual) {
    predicted
        .types()
        .forEach(
            (value, type) -> {
              if (!type.equals(actual.types().get(value))) {
                throw new EspalierException(
                    ErrorCode.INTERNAL_ERROR,
                    "Impossible state: the cut made %s of type %s, not %s."
                        .formatted(value, actual.types().get(value), type));
              }
            });
  }
}
