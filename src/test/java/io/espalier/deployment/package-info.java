/** The image, the compose file and the chart say the same and keep the service in its box. */
@NullMarked
package io.espalier.deployment;

import org.jspecify.annotations.NullMarked;
