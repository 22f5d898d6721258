package io.espalier.graph.channel;

/** What an axis of a weight has to do with the channels of its group. */
public enum SlotRole {
  /** Rows a layer produces its channels with: a convolution's filters, a Gemm's output axis. */
  OUT,
  /** The axis a layer consumes the channels with. */
  IN,
  /** One number a channel, added to it or multiplied with it: bias, scale, position embedding. */
  VECTOR,
  /** Any other number a channel: running mean and variance, divisor, slope, class token. */
  OPERAND
}
