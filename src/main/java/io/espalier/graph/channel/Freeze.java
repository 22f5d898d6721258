package io.espalier.graph.channel;

/**
 * A run of positions of one axis that must stay.
 *
 * @param first number of the first position
 */
record Freeze(int first, int count, FreezeReason reason) {}
