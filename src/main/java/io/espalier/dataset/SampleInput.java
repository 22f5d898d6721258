package io.espalier.dataset;

/** What a network is given of one sample, before it is scaled. */
public sealed interface SampleInput permits Image, Features, Tokens {}
