/**
 * Runs graphs: compiled to one TorchScript program for libtorch, or as ONNX files in ONNX Runtime.
 *
 * <p>The only packages that see DJL and ONNX Runtime. Nothing native is loaded before the first
 * model is compiled or opened.
 */
@NullMarked
package io.espalier.engine;

import org.jspecify.annotations.NullMarked;
