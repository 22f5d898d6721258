package io.espalier.architecture.untangled.problem;

/** One thing that is wrong. */
public record Fault(String message) {}
