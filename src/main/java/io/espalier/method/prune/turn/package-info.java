/** One turn of pruning: judge, decide, cut, bring back. */
@NullMarked
package io.espalier.method.prune.turn;

import org.jspecify.annotations.NullMarked;
