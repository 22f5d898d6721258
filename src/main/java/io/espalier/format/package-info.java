/** Readers and writers of model files; each brings a format to the graph or takes a graph to it. */
@NullMarked
package io.espalier.format;

import org.jspecify.annotations.NullMarked;
