/** Gates that learn with the network which channels it can do without. */
@NullMarked
package io.espalier.method.prune.gate;

import org.jspecify.annotations.NullMarked;
