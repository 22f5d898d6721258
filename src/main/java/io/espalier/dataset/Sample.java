package io.espalier.dataset;

/** One input and what belongs to it. */
public record Sample(SampleInput input, Target target) {}
