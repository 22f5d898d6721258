/** The operator tests of the ONNX project, run through import, compilation and run. */
@NullMarked
package io.espalier.conformance;

import org.jspecify.annotations.NullMarked;
