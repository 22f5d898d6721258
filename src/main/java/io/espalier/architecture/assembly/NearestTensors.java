package io.espalier.architecture.assembly;

import io.espalier.graph.Tensor;
import io.espalier.json.Choices;
import io.espalier.json.JsonPlace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        nearest(name, tensors.keySet().stream())
            .filter(other -> 2 * other.distance() <= Math.max(name.length(), other.name().length()))
            .limit(SHOWN)
            .map(Candidate::name)
            .toList();
    return nearest.isEmpty() ? "" : " Nearest names: %s.".formatted(listed(nearest));
  }

  /** A sentence that names unused tensors of a shape; empty when there is none. */
  String shaped(String name, long[] shape) {
    Stream<String> fitting =
        tensors.entrySet().stream()
            .filter(tensor -> !used.contains(tensor.getKey()))
            .filter(tensor -> Extents.agree(shape, tensor.getValue().shape()))
            .map(Map.Entry::getKey);
    List<String> nearest = nearest(name, fitting).limit(SHOWN).map(Candidate::name).toList();
    return nearest.isEmpty() ? "" : " Unused tensors of that shape: %s.".formatted(listed(nearest));
  }

  private Stream<Candidate> nearest(String name, Stream<String> others) {
    return others
        .filter(other -> other.length() <= LONGEST_NAME)
        .limit(MOST_COMPARED)
        .map(other -> new Candidate(other, Choices.distance(name, other), used.contains(other)))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::used));
  }

  private record Candidate(String name, int distance, boolean used) {}

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
