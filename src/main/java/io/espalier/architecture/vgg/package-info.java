/** VGG under the names of torchvision. */
@NullMarked
package io.espalier.architecture.vgg;

import org.jspecify.annotations.NullMarked;
