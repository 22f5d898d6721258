/** Where trainings keep their state, so that the next attempt of their job can go on. */
@NullMarked
package io.espalier.job.checkpoint;

import org.jspecify.annotations.NullMarked;
