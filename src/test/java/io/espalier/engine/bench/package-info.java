@NullMarked
package io.espalier.engine.bench;

import org.jspecify.annotations.NullMarked;
