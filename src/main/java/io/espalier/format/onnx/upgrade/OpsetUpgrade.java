package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a sound graph of any older opset to opset 17; newer graphs stay as they are.
 *
 * <p>Source: the changelog of ONNX's operators. Operators without a rule mean the same at opset 17
 * as at the older one. What cannot be said exactly at opset 17 is refused, never approximated.
 */
public final class OpsetUpgrade {
  /** The opset graphs are brought to. */
  public static final long TARGET = 17;

  /** Operators that named inputs they might overwrite. */
  private static final String[] CONSUMING = {
    "Abs",
    "Add",
    "And",
    "BatchNormalization",
    "Ceil",
    "Clip",
    "Div",
    "Dropout",
    "Elu",
    "Exp",
    "Floor",
    "HardSigmoid",
    "InstanceNormalization",
    "LeakyRelu",
    "Log",
    "Max",
    "Mean",
    "Min",
    "Mul",
    "Neg",
    "Or",
    "PRelu",
    "Reciprocal",
    "Relu",
    "Selu",
    "Sigmoid",
    "Sqrt",
    "Sub",
    "Sum",
    "Tanh",
    "Xor"
  };

  private static final List<UpgradeRule> RULES =
      List.of(
              AttributesToInputs.of(5, "Reshape", "shape"),
              AttributesToInputs.of(9, "Upsample", "scales"),
              AttributesToInputs.of(10, "Slice", "starts", "ends", "axes"),
              AttributesToInputs.of(10, "TopK", "k"),
              AttributesToInputs.of(11, "Clip", "min", "max"),
              AttributesToInputs.of(12, "Dropout", "ratio"),
              AttributesToInputs.of(13, "ReduceSum", "axes"),
              AttributesToInputs.of(13, "Split", "split"),
              AttributesToInputs.of(13, "Squeeze", "axes"),
              AttributesToInputs.of(13, "Unsqueeze", "axes"),
              ChangedDefault.of(4, "Concat", "axis", Attribute.of(1L)),
              ChangedDefault.of(6, "Selu", "alpha", Attribute.of(1.6732f)),
              ChangedDefault.of(6, "Selu", "gamma", Attribute.of(1.0507f)),
              DroppedAttribute.of(6, "consumed_inputs", CONSUMING),
              DroppedAttribute.of(7, "broadcast", "Gemm"),
              DroppedAttribute.of(7, "output_sequence", "GRU", "LSTM", "RNN"),
              new AlignedBroadcast(),
              new BatchNormalizationOutputs(),
              new BatchNormalizationSpatial(),
              new CastTypeName(),
              new ConvTransposePadding(),
              new DropoutMask(),
              new FlattenedSoftmax(),
              new InferenceOnly(),
              new LpPoolExponent(),
              new OneHotIndices(),
              new PReluSlope(),
              new PadName(),
              new PadValue(),
              new RemovedOperators(),
              new ResizeCoordinates(),
              new ResizeSizes(),
              new RoiAlignCoordinates(),
              new ScanBatch(),
              new ScatterName(),
              new SplitInput(),
              new TileRepeats(),
              new UpsampleName(),
              new UpsampleScales())
          .stream()
          .sorted(Comparator.comparingLong(UpgradeRule::since))
          .toList();

  private OpsetUpgrade() {}

  /**
   * The same network at opset 17 or newer.
   *
   * @throws io.espalier.problem.EspalierException ({@code MODEL_INVALID}, [onnx-upgrade]) with
   *     every node that has no exact equivalent
   */
  public static Graph upgrade(Graph graph) {
    if (graph.opset() >= TARGET) {
      return graph;
    }
    Upgrading upgrading = new Upgrading(graph);
    UpgradeScope scope = new UpgradeScope(graph, upgrading, Optional.empty());
    Graph upgraded = upgrade(graph, scope, graph.opset());
    upgrading.throwIfProblems();
    Map<String, Long> opsets = new LinkedHashMap<>(graph.opsets());
    opsets.put("", TARGET);
    return upgraded.withOpsets(opsets);
  }

  private static Graph upgrade(Graph graph, UpgradeScope scope, long from) {
    List<Node> nodes = graph.nodes();
    for (UpgradeRule rule : RULES) {
      if (rule.since() > from) {
        nodes = apply(rule, nodes, scope);
      }
    }
    List<Node> whole = nodes.stream().map(node -> withSubgraphs(node, scope, from)).toList();
    return graph.withNodes(whole).withInitializers(scope.constants());
  }

  private static List<Node> apply(UpgradeRule rule, List<Node> nodes, UpgradeScope scope) {
    List<Node> upgraded = new ArrayList<>();
    for (Node node : nodes) {
      boolean concerned = node.domain().isEmpty() && rule.operators().contains(node.operator());
      upgraded.addAll(concerned ? rule.upgrade(node, scope) : List.of(node));
    }
    return upgraded;
  }

  private static Node withSubgraphs(Node node, UpgradeScope scope, long from) {
    if (node.subgraphs().isEmpty()) {
      return node;
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll((_, attribute) -> upgrade(attribute, scope, from));
    return node.withAttributes(attributes);
  }

  private static Attribute upgrade(Attribute attribute, UpgradeScope scope, long from) {
    return switch (attribute) {
      case Attribute.GraphValue(Graph value) ->
          new Attribute.GraphValue(upgrade(value, scope.inner(value), from));
      case Attribute.GraphList(List<Graph> values) ->
          new Attribute.GraphList(
              values.stream().map(value -> upgrade(value, scope.inner(value), from)).toList());
      case Attribute.IntValue _,
          Attribute.FloatValue _,
          Attribute.StringValue _,
          Attribute.TensorValue _,
          Attribute.IntList _,
          Attribute.FloatList _,
          Attribute.StringList _ ->
          attribute;
    };
  }
}
