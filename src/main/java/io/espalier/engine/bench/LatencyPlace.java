package io.espalier.engine.bench;

/**
 * Where times were measured; those of different places have nothing to do with each other.
 *
 * @param machine what it is, as far as it tells
 * @param threads of one operator
 */
public record LatencyPlace(
    String runtime, String version, String device, String machine, int threads) {}
