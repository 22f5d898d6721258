package io.espalier.method;

import io.espalier.graph.TensorType;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.NodeCost;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/** One layer before and after. */
public record LayerComparison(String name, String operator, LayerCost before, LayerCost after) {
  private static final Set<String> FEATURES_LAST = Set.of("Gemm", "MatMul", "LayerNormalization");
  private static final Set<String> CHANNELS_FIRST =
      Set.of("Conv", "ConvTranspose", "BatchNormalization", "InstanceNormalization");
  private static final int IMAGE_RANK = 4;

  /** Every layer that costs parameters or MACs in one of both, in graph order, matched by name. */
  public static List<LayerComparison> between(Cost before, Cost after) {
    return join(costs(before), costs(after));
  }

  /** From before the first of two steps to after the second. */
  static List<LayerComparison> across(List<LayerComparison> first, List<LayerComparison> last) {
    Map<Layer, LayerCost> before = new LinkedHashMap<>();
    Map<Layer, LayerCost> after = new LinkedHashMap<>();
    first.forEach(layer -> before.put(new Layer(layer.name, layer.operator), layer.before));
    last.forEach(layer -> after.put(new Layer(layer.name, layer.operator), layer.after));
    return join(before, after);
  }

  private record Layer(String name, String operator) {}

  private static List<LayerComparison> join(
      Map<Layer, LayerCost> before, Map<Layer, LayerCost> after) {
    SequencedSet<Layer> layers = new LinkedHashSet<>(before.keySet());
    layers.addAll(after.keySet());
    return layers.stream()
        .map(
            layer ->
                new LayerComparison(
                    layer.name(),
                    layer.operator(),
                    before.getOrDefault(layer, LayerCost.ABSENT),
                    after.getOrDefault(layer, LayerCost.ABSENT)))
        .filter(LayerComparison::costs)
        .toList();
  }

  private static Map<Layer, LayerCost> costs(Cost cost) {
    Map<Layer, LayerCost> layers = new LinkedHashMap<>();
    cost.nodes().forEach(node -> layers.put(new Layer(node.node(), node.operator()), costOf(node)));
    return layers;
  }

  private boolean costs() {
    return before.parameters() + before.macs() + after.parameters() + after.macs() > 0;
  }

  private static LayerCost costOf(NodeCost node) {
    String output = node.outputs().isEmpty() ? "" : node.outputs().getFirst().toString();
    return new LayerCost(
        width(node), output, node.parameters(), node.macs(), node.flops(), node.bytes());
  }

  private static long width(NodeCost node) {
    if (node.outputs().isEmpty() || node.outputs().getFirst().rank() < 2) {
      return 0;
    }
    TensorType output = node.outputs().getFirst();
    int axis = isChannelsFirst(node.operator(), output.rank()) ? 1 : -1;
    return output.dim(axis).isKnown() ? output.dim(axis).size() : 0;
  }

  private static boolean isChannelsFirst(String operator, int rank) {
    return CHANNELS_FIRST.contains(operator)
        || rank >= IMAGE_RANK && !FEATURES_LAST.contains(operator);
  }
}
