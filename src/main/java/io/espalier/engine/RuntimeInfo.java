package io.espalier.engine;

/**
 * What a model runs in, as reports name it.
 *
 * @param name for example {@code libtorch} or {@code onnxruntime}
 * @param device for example {@code cpu}
 * @param threads threads of one operator (intra-op)
 */
public record RuntimeInfo(String name, String version, String device, int threads) {}
