package io.espalier.engine.emit;

import io.espalier.graph.Tensor;

/** A constant of the graph that the program takes as one tensor of its weight list. */
public record Weight(String value, Tensor tensor) {}
