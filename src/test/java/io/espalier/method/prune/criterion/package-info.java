@NullMarked
package io.espalier.method.prune.criterion;

import org.jspecify.annotations.NullMarked;
