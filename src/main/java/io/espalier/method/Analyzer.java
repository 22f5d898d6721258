package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;

/** Normalises graphs and finds out what is known of them; no network is run. */
public final class Analyzer {
  private Analyzer() {}

  /** What is known of a graph once it is normalised. */
  public static Analysis analyze(Graph graph) {
    return analyzeAsIs(Normalization.normalize(graph).graph());
  }

  /** What is known of a graph that was made from a normalised one; it stays as it is. */
  static Analysis analyzeAsIs(Graph graph) {
    TypedGraph typed = ShapeInference.infer(graph);
    return new Analysis(typed, CostModel.of(typed), new ChannelAnalysis().analyze(typed));
  }
}
