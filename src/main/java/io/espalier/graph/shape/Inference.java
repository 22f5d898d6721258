package io.espalier.graph.shape;

import io.espalier.graph.Graph;
import io.espalier.graph.op.Content;
import io.espalier.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything an inference finds, contradictions included.
 *
 * @param contents elements of small integer values by value name
 * @param problems with codes {@code onnx-arity}, {@code onnx-shape-mismatch} and {@code
 *     onnx-bad-dims}
 */
public record Inference(TypedGraph typed, Map<String, Content> contents, List<Problem> problems) {
  public Inference {
    contents = Collections.unmodifiableMap(new LinkedHashMap<>(contents));
    problems = List.copyOf(problems);
  }

  public static Inference of(Graph graph) {
    return of(graph, Map.of());
  }

  /** Infers with numbers in the place of some symbols; never throws for an invalid graph. */
  public static Inference of(Graph graph, Map<String, Long> symbols) {
    return new GraphWalk(graph).run(symbols);
  }

  public Optional<Content> content(String value) {
    return Optional.ofNullable(contents.get(value));
  }
}
