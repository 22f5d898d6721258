/** Residual networks for large and for small images. */
@NullMarked
package io.espalier.architecture.resnet;

import org.jspecify.annotations.NullMarked;
