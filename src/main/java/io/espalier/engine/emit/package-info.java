/** Writes a graph as TorchScript source, one emitter for each operator. */
@NullMarked
package io.espalier.engine.emit;

import org.jspecify.annotations.NullMarked;
