package io.espalier.architecture.assembly;

/**
 * A value of shape {@code [N, C, H, W]}.
 *
 * @param channels C, or {@link Extents#ANY} when the tensor that tells it is missing
 */
public record Features(String value, long channels) {}
