/** The one exception of the service, its codes, and the problems a check can report. */
@NullMarked
package io.espalier.problem;

import org.jspecify.annotations.NullMarked;
