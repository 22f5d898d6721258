/** Brings operators of older opsets to opset 17, one rule a change of the standard. */
@NullMarked
package io.espalier.format.onnx.upgrade;

import org.jspecify.annotations.NullMarked;
