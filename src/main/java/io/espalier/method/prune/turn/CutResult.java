package io.espalier.method.prune.turn;

import io.espalier.graph.Graph;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.KeptIndices;
import io.espalier.method.prune.recovery.Recovered;

/**
 * A network that was cut.
 *
 * @param bare before anything was brought back
 * @param recovered what is left to work with; of the bare graph where nothing was asked for
 */
public record CutResult(Cut cut, Graph bare, KeptIndices kept, Recovered recovered) {
  /** Whether anything was brought back, so that the result computes something else. */
  public boolean changed() {
    return !recovered.graph().equals(bare);
  }
}
