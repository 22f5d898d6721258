/** What may go wrong. */
@NullMarked
package io.espalier.architecture.untangled.problem;

import org.jspecify.annotations.NullMarked;
