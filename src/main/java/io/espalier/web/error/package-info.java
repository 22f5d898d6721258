/** One form for every refusal: problem documents (RFC 9457), wherever in the server they arise. */
@NullMarked
package io.espalier.web.error;

import org.jspecify.annotations.NullMarked;
