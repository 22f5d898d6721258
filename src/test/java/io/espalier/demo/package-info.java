/** Tests of the demo. */
@NullMarked
package io.espalier.demo;

import org.jspecify.annotations.NullMarked;
