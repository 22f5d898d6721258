package io.espalier.format;

import io.espalier.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * A model as a reader brought it to the graph.
 *
 * @param format of the files, for example {@code onnx}
 * @param graph at opset 17 or newer; its weights are valid as long as the arena it was read in
 * @param sources the tensor of the files each initializer was made of, by initializer, where there
 *     is one
 * @param warnings sentences about what was accepted but is unusual
 */
public record ImportedModel(
    String format, Graph graph, Map<String, SourceTensor> sources, List<String> warnings) {
  public ImportedModel {
    sources = Map.copyOf(sources);
    warnings = List.copyOf(warnings);
  }
}
