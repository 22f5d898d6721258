/** Data sets become batches of one model's input, made ahead by background threads. */
@NullMarked
package io.espalier.dataset.load;

import org.jspecify.annotations.NullMarked;
