@NullMarked
package io.espalier.method.prune.ranking;

import org.jspecify.annotations.NullMarked;
