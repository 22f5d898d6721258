/** Lists over HTTP: one page at a time, and the parameters that ask for it. */
@NullMarked
package io.espalier.web.page;

import org.jspecify.annotations.NullMarked;
