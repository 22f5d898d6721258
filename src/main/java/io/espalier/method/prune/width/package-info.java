/** How wide every group stays and which branches go, so that a network holds its budgets. */
@NullMarked
package io.espalier.method.prune.width;

import org.jspecify.annotations.NullMarked;
