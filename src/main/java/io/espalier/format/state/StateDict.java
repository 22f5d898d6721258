package io.espalier.format.state;

import io.espalier.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors without a network: what a safetensors file or a PyTorch state dict holds.
 *
 * @param tensors by name, in file order; valid as long as the arena they were read in
 * @param metadata text the file holds beside them
 * @param warnings sentences about what was accepted but is unusual
 */
public record StateDict(
    Map<String, Tensor> tensors, Map<String, String> metadata, List<String> warnings) {
  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    warnings = List.copyOf(warnings);
  }
}
