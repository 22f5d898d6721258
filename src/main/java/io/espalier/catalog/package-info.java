/** The models of the service: what was uploaded, what it is made of, and where its content is. */
@NullMarked
package io.espalier.catalog;

import org.jspecify.annotations.NullMarked;
