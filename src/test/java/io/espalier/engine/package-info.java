@NullMarked
package io.espalier.engine;

import org.jspecify.annotations.NullMarked;
