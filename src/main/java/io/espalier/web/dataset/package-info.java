/** Data sets over HTTP. */
@NullMarked
package io.espalier.web.dataset;

import org.jspecify.annotations.NullMarked;
