/** The comparison of a compressed model with its original, as JSON and as one page. */
@NullMarked
package io.espalier.report;

import org.jspecify.annotations.NullMarked;
