/** Tests of what goes from a network. */
@NullMarked
package io.espalier.method.prune.cut;

import org.jspecify.annotations.NullMarked;
