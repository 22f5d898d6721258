/**
 * What every request passes on its way in: its trace id, the checks of its framing, headers out.
 */
@NullMarked
package io.espalier.web.filter;

import org.jspecify.annotations.NullMarked;
