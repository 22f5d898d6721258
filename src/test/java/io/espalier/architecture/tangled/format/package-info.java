/** A reader that leaves the reading to protobuf. */
@NullMarked
package io.espalier.architecture.tangled.format;

import org.jspecify.annotations.NullMarked;
