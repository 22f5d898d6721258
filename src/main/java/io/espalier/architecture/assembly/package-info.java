/** What every architecture is assembled with: tensors asked for by name and shape, and layers. */
@NullMarked
package io.espalier.architecture.assembly;

import org.jspecify.annotations.NullMarked;
