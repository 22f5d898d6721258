/** A first look: the service as its own client, with a small trained network it carries. */
@NullMarked
package io.espalier.demo;

import org.jspecify.annotations.NullMarked;
