/** ONNX: a bounded, lazy reader of untrusted files, and a writer. */
@NullMarked
package io.espalier.format.onnx;

import org.jspecify.annotations.NullMarked;
