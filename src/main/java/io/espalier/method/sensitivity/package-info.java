/** How much each group of channels matters, measured by silencing its channels. */
@NullMarked
package io.espalier.method.sensitivity;

import org.jspecify.annotations.NullMarked;
