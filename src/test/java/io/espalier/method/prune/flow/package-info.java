@NullMarked
package io.espalier.method.prune.flow;

import org.jspecify.annotations.NullMarked;
