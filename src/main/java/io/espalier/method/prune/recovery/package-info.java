/** Brings a cut network back without labels: statistics, weights and biases, layer by layer. */
@NullMarked
package io.espalier.method.prune.recovery;

import org.jspecify.annotations.NullMarked;
