/** Doubles and contracts of jobs. */
@NullMarked
package io.espalier.job;

import org.jspecify.annotations.NullMarked;
