/** Tests of widths and budgets. */
@NullMarked
package io.espalier.method.prune.width;

import org.jspecify.annotations.NullMarked;
