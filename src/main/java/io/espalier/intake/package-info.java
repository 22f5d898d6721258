/** Brings every format a model can be uploaded in to the graph; content decides, never a name. */
@NullMarked
package io.espalier.intake;

import org.jspecify.annotations.NullMarked;
