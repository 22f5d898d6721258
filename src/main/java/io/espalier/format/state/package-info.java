/** Tensors by name, and the readers and writers of the files that hold them. */
@NullMarked
package io.espalier.format.state;

import org.jspecify.annotations.NullMarked;
