package io.espalier.engine.emit;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;
import java.util.Set;

/** Fuses a network that learns, where that leaves its weights as they are. */
final class LearningFusion {
  private LearningFusion() {}

  /**
   * The fused network, or the given one when a changing constant would be lost, reshaped or read
   * less often: a copy under another name would not learn.
   */
  static TypedGraph fused(TypedGraph typed, Set<String> changing) {
    Rewrite fusion = Fusion.fuse(typed.graph());
    Graph fused = fusion.graph();
    boolean usable = !fusion.changes().isEmpty() && keeps(typed.graph(), fused, changing);
    return usable ? ShapeInference.infer(fused) : typed;
  }

  private static boolean keeps(Graph before, Graph after, Set<String> changing) {
    Map<String, Tensor> old = Constants.of(before);
    Map<String, Tensor> now = Constants.of(after);
    return changing.stream()
        .filter(old::containsKey)
        .allMatch(
            name -> old.get(name).equals(now.get(name)) && uses(before, name) == uses(after, name));
  }

  private static long uses(Graph graph, String value) {
    return graph.nodes().stream()
        .flatMap(node -> node.presentInputs())
        .filter(value::equals)
        .count();
  }
}
