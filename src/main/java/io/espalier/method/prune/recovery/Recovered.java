package io.espalier.method.prune.recovery;

import io.espalier.graph.Graph;
import io.espalier.method.PruningRecord.RecoveredLayer;
import java.util.List;

/**
 * A network that was brought back.
 *
 * @param graph of the same nodes and types, with other constants
 * @param layers in the order in which they were refitted
 * @param warnings a sentence for each kind of recovery that found nothing to do, and for each layer
 *     that was left out
 */
public record Recovered(Graph graph, List<RecoveredLayer> layers, List<String> warnings) {
  public Recovered {
    layers = List.copyOf(layers);
    warnings = List.copyOf(warnings);
  }
}
