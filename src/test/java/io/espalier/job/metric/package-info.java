/** Curves in memory and in a database, and how they come together. */
@NullMarked
package io.espalier.job.metric;

import org.jspecify.annotations.NullMarked;
