/** Curves of jobs: the numbers a training tells while it runs. */
@NullMarked
package io.espalier.job.metric;

import org.jspecify.annotations.NullMarked;
