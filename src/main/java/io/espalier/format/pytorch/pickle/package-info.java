/** A pickle machine that executes nothing and knows only what a state dict is made of. */
@NullMarked
package io.espalier.format.pytorch.pickle;

import org.jspecify.annotations.NullMarked;
