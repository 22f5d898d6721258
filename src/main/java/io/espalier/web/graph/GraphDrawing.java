package io.espalier.web.graph;

import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.cost.NodeCost;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the view of a graph from what is known of it. */
public final class GraphDrawing {
  private final TypedGraph typed;
  private final Cost cost;

  private GraphDrawing(TypedGraph typed, Cost cost) {
    this.typed = typed;
    this.cost = cost;
  }

  /** The normalised graph of an analysis, fused when asked for. */
  public static GraphView draw(Analysis analysis, boolean fused) {
    if (!fused) {
      return new GraphDrawing(analysis.typed(), analysis.cost()).view(false, List.of());
    }
    Rewrite fusion = Fusion.fuse(analysis.graph());
    TypedGraph typed = ShapeInference.infer(fusion.graph());
    Cost cost = CostModel.of(fusion.graph(), analysis.extents());
    return new GraphDrawing(typed, cost).view(true, fusion.changes());
  }

  private GraphView view(boolean fused, List<String> fusions) {
    Graph graph = typed.graph();
    return new GraphView(
        graph.name(),
        graph.opset(),
        fused,
        graph.inputs().stream().map(ValueInfo::name).toList(),
        graph.outputs().stream().map(ValueInfo::name).toList(),
        nodes(),
        values(),
        constants(),
        fusions);
  }

  private List<GraphView.NodeView> nodes() {
    List<GraphView.NodeView> nodes = new ArrayList<>();
    for (int i = 0; i < typed.graph().nodes().size(); i++) {
      nodes.add(node(typed.graph().nodes().get(i), cost.nodes().get(i)));
    }
    return nodes;
  }

  private GraphView.NodeView node(Node node, NodeCost cost) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    node.attributes().forEach((name, value) -> attributes.put(name, AttributeJson.of(value)));
    return new GraphView.NodeView(
        node.name(),
        node.qualifiedOperator(),
        attributes,
        node.inputs(),
        node.outputs(),
        cost.parameters(),
        cost.macs(),
        notes(node));
  }

  private List<String> notes(Node node) {
    return Stream.of(typed.unresolved(), cost.notCosted())
        .flatMap(reasons -> Optional.ofNullable(reasons.get(node.name())).stream())
        .distinct()
        .toList();
  }

  private List<GraphView.ValueView> values() {
    Stream<String> given = typed.graph().inputs().stream().map(ValueInfo::name);
    Stream<String> made = typed.graph().nodes().stream().flatMap(Node::presentOutputs);
    return Stream.concat(given, made).map(this::value).toList();
  }

  private GraphView.ValueView value(String name) {
    Optional<TensorType> type = typed.type(name);
    return new GraphView.ValueView(
        name,
        type.map(known -> known.elementType().text()).orElse(""),
        type.map(TensorType::shape).orElse(List.of()).stream().map(GraphDrawing::extent).toList());
  }

  private static Object extent(Dim dim) {
    return switch (dim) {
      case Dim.Known(long size) -> size;
      case Dim.Symbolic symbolic -> symbolic.toString();
    };
  }

  private List<GraphView.ConstantView> constants() {
    List<GraphView.ConstantView> constants = new ArrayList<>();
    typed
        .graph()
        .initializers()
        .forEach(
            (name, tensor) ->
                constants.add(
                    new GraphView.ConstantView(
                        name,
                        tensor.elementType().text(),
                        AttributeJson.shape(tensor),
                        tensor.byteSize())));
    return constants;
  }
}
