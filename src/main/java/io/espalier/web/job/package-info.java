/** Jobs over HTTP: submission and dry run, state, events, report, artifacts, cancellation. */
@NullMarked
package io.espalier.web.job;

import org.jspecify.annotations.NullMarked;
