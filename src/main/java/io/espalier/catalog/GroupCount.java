package io.espalier.catalog;

/** How many channel groups a model has that can be pruned, and how many that cannot. */
public record GroupCount(int prunable, int frozen) {}
