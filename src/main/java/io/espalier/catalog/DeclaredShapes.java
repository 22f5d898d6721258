package io.espalier.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shapes an uploader gives for inputs whose extents the file leaves open.
 *
 * @param byInput all extents of an input, the batch included, by input name
 */
public record DeclaredShapes(Map<String, List<Long>> byInput) {
  public static final DeclaredShapes NONE = new DeclaredShapes(Map.of());

  public DeclaredShapes {
    byInput = Map.copyOf(byInput);
  }

  /** The same text for equal shapes. */
  public String text() {
    return byInput.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .sorted()
        .collect(Collectors.joining(";"));
  }
}
