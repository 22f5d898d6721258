@NullMarked
package io.espalier.engine.train;

import org.jspecify.annotations.NullMarked;
