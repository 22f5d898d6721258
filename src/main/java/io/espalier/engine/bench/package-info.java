/** Measures models that run: latency, agreement of two models, accuracy on labelled samples. */
@NullMarked
package io.espalier.engine.bench;

import org.jspecify.annotations.NullMarked;
