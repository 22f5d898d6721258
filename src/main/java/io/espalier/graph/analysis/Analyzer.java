package io.espalier.graph.analysis;

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

  /** What is known of a graph once it is normalised, when only its batch is symbolic. */
  public static Analysis analyze(Graph graph) {
    return analyze(graph, Map.of());
  }

  /**
   * What is known of a graph once it is normalised. Costs are counted for the given extents; the
   * graph itself keeps its symbols.
   *
   * @param extents by symbol of the graph inputs, without the batch
   * @throws io.espalier.problem.EspalierException (MODEL_INVALID) with every contradiction found
   */
  public static Analysis analyze(Graph graph, Map<String, Long> extents) {
    return analyzeAsIs(Normalization.normalize(graph).graph(), extents);
  }

  /** What is known of a graph that was made from a normalised one; it stays as it is. */
  public static Analysis analyzeAsIs(Graph graph, Map<String, Long> extents) {
    TypedGraph typed = ShapeInference.infer(graph);
    ChannelStructure channels = new ChannelAnalysis().analyze(typed);
    TypedGraph sized = extents.isEmpty() ? typed : ShapeInference.infer(graph, extents);
    return new Analysis(
        typed,
        extents,
        CostModel.of(sized),
        channels,
        extents.isEmpty() ? channels : new ChannelAnalysis().analyze(sized));
  }
}
