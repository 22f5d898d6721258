@NullMarked
package io.espalier.method.prune.criterion.data;

import org.jspecify.annotations.NullMarked;
