package io.espalier.job.run;

import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;

/** How models are read from and written to files. */
public record ModelFormat(OnnxReader reader, OnnxWriter writer) {}
