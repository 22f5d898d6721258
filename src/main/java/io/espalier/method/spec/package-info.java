/** What a job asks for: the specification records and the strict reading that makes them. */
@NullMarked
package io.espalier.method.spec;

import org.jspecify.annotations.NullMarked;
