/** Tests of the one form of refusals. */
@NullMarked
package io.espalier.web.error;

import org.jspecify.annotations.NullMarked;
