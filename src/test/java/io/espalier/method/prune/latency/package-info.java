@NullMarked
package io.espalier.method.prune.latency;

import org.jspecify.annotations.NullMarked;
