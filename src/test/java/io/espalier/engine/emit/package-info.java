@NullMarked
package io.espalier.engine.emit;

import org.jspecify.annotations.NullMarked;
