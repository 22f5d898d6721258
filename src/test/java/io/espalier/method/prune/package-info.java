@NullMarked
package io.espalier.method.prune;

import org.jspecify.annotations.NullMarked;
