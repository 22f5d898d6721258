package io.espalier.architecture.assembly;

import io.espalier.graph.Tensor;
import io.espalier.json.Choices;
import io.espalier.json.JsonPlace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the tensors that may be meant by a name or a shape; unused ones come first. */
final class NearestTensors {
  private static final int SHOWN = 3;
  private static final int MOST_COMPARED = 5_000;
  private static final int LONGEST_NAME = 160;

  private final Map<String, Tensor> tensors;
  private final Set<String> used;

  NearestTensors(Map<String, Tensor> tensors, Set<String> used) {
    this.tensors = tensors;
    this.used = used;
  }

  /** A sentence that names the tensors with the most similar names; empty when there is none. */
  String named(String name) {
    List<String> nearest =
        tensors.keySet().stream()
            .limit(MOST_COMPARED)
            .filter(other -> other.length() <= LONGEST_NAME)
            .filter(other -> 2 * Choices.distance(name, other) <= Math.max(name.length(), other.length()))
            .sorted(byDistance(name))
            .limit(SHOWN)
            .toList();
    return nearest.isEmpty() ? "" : " Nearest names: %s.".formatted(listed(nearest));
  }

  /** A sentence that names unused tensors of a shape; empty when there is none. */
  String shaped(String name, long[] shape) {
    List<String> nearest =
        tensors.entrySet().stream()
            .filter(tensor -> !used.contains(tensor.getKey()))
            .filter(tensor -> Extents.agree(shape, tensor.getValue().shape()))
            .map(Map.Entry::getKey)
            .limit(MOST_COMPARED)
            .filter(other -> other.length() <= LONGEST_NAME)
            .sorted(byDistance(name))
            .limit(SHOWN)
            .toList();
    return nearest.isEmpty() ? "" : " Unused tensors of that shape: %s.".formatted(listed(nearest));
  }

  private Comparator<String> byDistance(String name) {
    return Comparator.<String>comparingInt(other -> Choices.distance(name, other))
        .thenComparing(used::contains);
  }

  private String listed(List<String> names) {
    return names.stream()
        .map(name -> quote(name) + " " + Extents.text(tensors.get(name).shape()))
        .collect(Collectors.joining(", "));
  }

  /** A name that came from outside, fit to be shown. */
  static String quote(String name) {
    return JsonPlace.quote(name, LONGEST_NAME);
  }
}
