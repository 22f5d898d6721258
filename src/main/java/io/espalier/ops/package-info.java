/** What keeps the service running: its health, its housekeeping, what it says when it starts. */
@NullMarked
package io.espalier.ops;

import org.jspecify.annotations.NullMarked;
