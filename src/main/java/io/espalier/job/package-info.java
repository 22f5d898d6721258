/** Jobs: their states and events, the service that takes them and the worker that runs them. */
@NullMarked
package io.espalier.job;

import org.jspecify.annotations.NullMarked;
