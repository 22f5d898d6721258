/** The protobuf wire format over mapped memory, read by pulling and written without copying. */
@NullMarked
package io.espalier.format.onnx.wire;

import org.jspecify.annotations.NullMarked;
