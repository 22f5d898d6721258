package io.espalier.method.prune.latency;

/**
 * How wide a layer is.
 *
 * @param in channels that each of its outputs is computed from; 1 for a depthwise convolution
 * @param out channels it computes
 */
record LayerWidths(int in, int out) {}
