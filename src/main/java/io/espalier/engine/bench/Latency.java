package io.espalier.engine.bench;

/**
 * Time of one run of a model.
 *
 * @param runtime for example {@code libtorch}, with its version
 * @param device for example {@code cpu}
 * @param threads threads of one operator
 * @param warmupRuns runs before the first that counts
 * @param runs runs that count
 * @param batch extent of the first axis of the first input
 * @param p50Millis median, milliseconds
 * @param p95Millis 95th percentile, milliseconds
 */
public record Latency(
    String runtime,
    String version,
    String device,
    int threads,
    int warmupRuns,
    int runs,
    int batch,
    double p50Millis,
    double p95Millis) {}
