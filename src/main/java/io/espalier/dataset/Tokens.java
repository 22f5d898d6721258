package io.espalier.dataset;

/**
 * A sequence of token identifiers.
 *
 * @param identifiers {@code [T]}
 */
public record Tokens(long[] identifiers) implements SampleInput {}
