package io.espalier.method;

import io.espalier.method.spec.prune.PruneLevel;
import java.util.List;

/**
 * A residual branch that a step may take out.
 *
 * @param block name of the node that adds the branch to its shortcut
 * @param layers names of the branch's nodes
 * @param removed whether it goes
 */
public record BlockCut(String block, PruneLevel level, List<String> layers, boolean removed) {
  public BlockCut {
    layers = List.copyOf(layers);
  }
}
