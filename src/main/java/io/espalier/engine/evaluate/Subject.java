package io.espalier.engine.evaluate;

import io.espalier.engine.RunnableModel;

/**
 * A network to be evaluated; its first output is the answer.
 *
 * @param probabilities true where the output comes out of a softmax, false where the softmax has
 *     yet to be taken
 */
public record Subject(RunnableModel model, boolean probabilities) {}
