@NullMarked
package io.espalier.method.prune.criterion.gradient;

import org.jspecify.annotations.NullMarked;
