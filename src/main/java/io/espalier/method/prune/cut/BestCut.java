package io.espalier.method.prune.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.method.CostTotals;
import io.espalier.method.StepDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/** The best cut that a search has found before it is done, as the document {@value #NAME}. */
public final class BestCut {
  public static final String NAME = "pruning-best";

  private BestCut() {}

  /**
   * What stays, as in the document of a finished step, with what it costs and how it was found.
   *
   * @param after the network that {@link Cutting#apply} made of it
   * @param found texts and numbers by name
   */
  public static StepDocument document(
      ChannelStructure structure,
      Cut cut,
      Graph after,
      CostTotals cost,
      Map<String, Object> found) {
    Map<String, Object> content =
        new LinkedHashMap<>(KeptIndices.of(structure, cut, after).toDocument());
    Map<String, Object> costs = new LinkedHashMap<>();
    costs.put("parameters", cost.parameters());
    costs.put("macs", cost.macs());
    costs.put("flops", cost.flops());
    costs.put("bytes", cost.bytes());
    content.put("cost", costs);
    content.put("found", new LinkedHashMap<>(found));
    return new StepDocument(NAME, content);
  }
}
