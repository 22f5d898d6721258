@NullMarked
package io.espalier.method.prune.gate;

import org.jspecify.annotations.NullMarked;
