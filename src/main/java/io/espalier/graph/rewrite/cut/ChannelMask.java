package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Silences channels by zeroing their floating-point weights, leaving the graph as wide as it was.
 *
 * <p>Zeroed are the rows that produce a channel, its biases, scales and embeddings, and the columns
 * that consume it, so that it does not count even where a function makes something of its zeros.
 * The outputs equal those of the {@link ChannelCut} of the same channels, unless a group {@link
 * ChannelGroup#altersNormalization() alters a normalization}.
 */
public final class ChannelMask {
  private final ChannelStructure structure;
  private final Map<String, Set<Integer>> silenced;

  /**
   * @param silenced channel numbers by group id
   * @throws io.espalier.problem.EspalierException (INFEASIBLE_PLAN) as {@link ChannelCut} does
   */
  public ChannelMask(ChannelStructure structure, Map<String, Set<Integer>> silenced) {
    this.structure = structure;
    this.silenced = Removal.checked(structure, silenced);
  }

  public Graph apply() {
    Graph graph = structure.typed().graph();
    Map<String, Tensor> masked = new HashMap<>();
    silenced.forEach(
        (id, channels) ->
            structure.group(id).orElseThrow().slots().stream()
                .filter(slot -> slot.role() != SlotRole.OPERAND)
                .forEach(slot -> mask(slot, channels, graph, masked)));
    GraphEditor editor = new GraphEditor(graph);
    masked.forEach(editor::putInitializer);
    return editor.build();
  }

  private static void mask(
      Slot slot, Set<Integer> channels, Graph graph, Map<String, Tensor> masked) {
    int[] positions =
        channels.stream()
            .flatMapToInt(channel -> IntStream.of(slot.positions().of(channel)))
            .toArray();
    Tensor tensor = masked.getOrDefault(slot.tensor(), graph.initializers().get(slot.tensor()));
    masked.put(slot.tensor(), Constants.zeroed(tensor, slot.axis(), positions));
  }
}
