package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;

/** Normalises graphs and finds out what is known of them; no network is run. */
public final class Analyzer {
  private Analyzer() {}

  /** For a graph whose only symbolic extent is the batch. */
  public static Analysis analyze(Graph graph) {
    return analyze(graph, Map.of());
  }

  /**
   * Costs are counted for the given extents; the graph itself keeps its symbols.
   *
   * @param extents by symbol of the graph inputs, without the batch
   * @throws io.espalier.problem.EspalierException (MODEL_INVALID) with every contradiction found
   */
  public static Analysis analyze(Graph graph, Map<String, Long> extents) {
    Graph normalized = Normalization.normalize(graph).graph();
    TypedGraph typed = ShapeInference.infer(normalized);
    ChannelStructure channels = new ChannelAnalysis().analyze(typed);
    TypedGraph sized = extents.isEmpty() ? typed : ShapeInference.infer(normalized, extents);
    return new Analysis(
        typed,
        extents,
        CostModel.of(sized),
        channels,
        extents.isEmpty() ? channels : new ChannelAnalysis().analyze(sized));
  }
}
