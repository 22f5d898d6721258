package io.espalier.format.onnx;

import io.espalier.graph.Tensor;

/** A tensor with the name the file gives it; empty inside an attribute. */
record NamedTensor(String name, Tensor tensor) {}
