/** The only place that knows the runtime. */
@NullMarked
package io.espalier.architecture.untangled.engine;

import org.jspecify.annotations.NullMarked;
