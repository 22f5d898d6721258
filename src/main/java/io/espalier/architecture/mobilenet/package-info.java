/** MobileNetV2 under the names of torchvision. */
@NullMarked
package io.espalier.architecture.mobilenet;

import org.jspecify.annotations.NullMarked;
