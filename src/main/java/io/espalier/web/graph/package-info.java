/** The graph of a stored model over HTTP, as a client would draw it. */
@NullMarked
package io.espalier.web.graph;

import org.jspecify.annotations.NullMarked;
