/** The queue, its rows and its scheduler. */
@NullMarked
package io.espalier.architecture.untangled.job;

import org.jspecify.annotations.NullMarked;
