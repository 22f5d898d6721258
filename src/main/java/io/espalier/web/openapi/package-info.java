/** The description of the API: what each operation answers, and the schemas of requests. */
@NullMarked
package io.espalier.web.openapi;

import org.jspecify.annotations.NullMarked;
