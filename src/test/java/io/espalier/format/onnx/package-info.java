@NullMarked
package io.espalier.format.onnx;

import org.jspecify.annotations.NullMarked;
