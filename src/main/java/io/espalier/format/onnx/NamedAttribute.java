package io.espalier.format.onnx;

import io.espalier.graph.Attribute;

/** An attribute with its name. */
record NamedAttribute(String name, Attribute value) {}
