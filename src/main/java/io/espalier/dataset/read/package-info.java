/** Uploaded data sets nobody has checked: recognised, examined and opened within limits. */
@NullMarked
package io.espalier.dataset.read;

import org.jspecify.annotations.NullMarked;
