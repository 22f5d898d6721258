@NullMarked
package io.espalier.method.prune.recovery;

import org.jspecify.annotations.NullMarked;
