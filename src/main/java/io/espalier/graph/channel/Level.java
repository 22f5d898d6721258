package io.espalier.graph.channel;

/** How much of a network goes with a channel of a group. */
public enum Level {
  /** A filter of one layer, with what follows it one to one: depthwise filters, gates, biases. */
  FILTER,
  /** A channel of a residual stream: several layers add theirs up, so all of them lose it. */
  STAGE,
  /** A whole head of an attention. */
  HEAD,
  /** The same dimension of every head of an attention. */
  HEAD_DIMENSION
}
