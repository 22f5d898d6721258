/** How important each channel of a group is to each weight that holds it. */
@NullMarked
package io.espalier.method.prune.criterion;

import org.jspecify.annotations.NullMarked;
