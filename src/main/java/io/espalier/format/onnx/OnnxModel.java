package io.espalier.format.onnx;

import io.espalier.graph.Graph;
import java.util.List;

/**
 * A model as it was read.
 *
 * @param graph at opset 17 or newer
 * @param irVersion as the file declares it
 * @param opset the default domain's version as the file declares it, before the upgrade
 * @param producer name and version of the tool that wrote the file; empty when not given
 * @param warnings sentences about what was accepted but is unusual
 */
public record OnnxModel(
    Graph graph, long irVersion, long opset, String producer, List<String> warnings) {
  public OnnxModel {
    warnings = List.copyOf(warnings);
  }
}
