/** Bodies on their way in: streamed to where they go, never held whole. */
@NullMarked
package io.espalier.web.upload;

import org.jspecify.annotations.NullMarked;
