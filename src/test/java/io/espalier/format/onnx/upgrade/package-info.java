@NullMarked
package io.espalier.format.onnx.upgrade;

import org.jspecify.annotations.NullMarked;
