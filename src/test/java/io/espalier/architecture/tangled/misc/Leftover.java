package io.espalier.architecture.tangled.misc;

/** Lives nowhere in particular. */
public record Leftover() {}
