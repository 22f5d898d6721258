/** What goes from a network: channels of groups and whole residual branches. */
@NullMarked
package io.espalier.method.prune.cut;

import org.jspecify.annotations.NullMarked;
