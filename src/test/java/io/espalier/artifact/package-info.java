/** Doubles and contracts of the artifact store. */
@NullMarked
package io.espalier.artifact;

import org.jspecify.annotations.NullMarked;
