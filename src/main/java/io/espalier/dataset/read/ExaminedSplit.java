package io.espalier.dataset.read;

/**
 * What was found in one split.
 *
 * @param hashes of its inputs, by index
 */
record ExaminedSplit(int samples, Findings findings, long[] hashes) {}
