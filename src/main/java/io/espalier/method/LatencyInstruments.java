package io.espalier.method;

import io.espalier.engine.bench.GraphTimer;
import io.espalier.engine.bench.LatencyTable;

/**
 * What a step measures time with, on the first device of its job.
 *
 * @param machine what it runs on, in words
 */
public record LatencyInstruments(GraphTimer timer, LatencyTable table, String machine) {}
