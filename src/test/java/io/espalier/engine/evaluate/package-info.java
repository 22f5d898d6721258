/** Tests of the evaluation of networks. */
@NullMarked
package io.espalier.engine.evaluate;

import org.jspecify.annotations.NullMarked;
