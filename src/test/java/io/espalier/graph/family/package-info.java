/**
 * Published architectures in small: the couplings of each, with widths that run in milliseconds.
 */
@NullMarked
package io.espalier.graph.family;

import org.jspecify.annotations.NullMarked;
