package io.espalier.job.run;

import io.espalier.format.onnx.OnnxExport;
import io.espalier.format.onnx.OnnxOptions;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.onnx.Precision;
import io.espalier.graph.Graph;
import java.nio.file.Path;

/** How graphs go to ONNX Runtime, and how what was written is read back. */
public record ModelFormat(OnnxReader reader, OnnxWriter writer) {
  private static final long OLDEST_OPSET = 17;
  private static final long NEWEST_OPSET = 21;

  /**
   * Writes a graph in its own opset, as exactly as that has operators.
   *
   * @throws io.espalier.problem.EspalierException as {@link OnnxExport} and {@link OnnxWriter} do
   */
  WrittenModel write(Graph graph, Path file) {
    int opset = (int) Math.clamp(graph.opset(), OLDEST_OPSET, NEWEST_OPSET);
    Graph prepared = new OnnxExport(new OnnxOptions(opset, Precision.FP32, false)).prepare(graph);
    return new WrittenModel(prepared, writer.write(prepared, file));
  }
}
