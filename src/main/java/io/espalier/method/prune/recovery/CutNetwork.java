package io.espalier.method.prune.recovery;

import io.espalier.graph.Graph;

/**
 * A network that lost channels or blocks, beside the one it was cut from.
 *
 * @param original what the layers computed before
 * @param cut nodes and constants have the names they have in the original; nodes of removed blocks
 *     are missing
 * @param kept of the constants of both
 */
public record CutNetwork(Graph original, Graph cut, KeptPositions kept) {}
