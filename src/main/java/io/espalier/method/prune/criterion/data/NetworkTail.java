package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a network behind one value that everything after it is computed from.
 *
 * @param start name of that value; an input of the network where the part is all of it
 * @param network the part, with the value as its input
 */
record NetworkTail(String start, TypedGraph network) {
  private static final Set<ElementType> FLOATS = Set.of(ElementType.FLOAT, ElementType.DOUBLE);

  /**
   * A place to cut a network at.
   *
   * @param nodes how many come before it
   */
  private record Seam(int nodes, String value) {}

  /** Finds tails of one network. */
  static final class Finder {
    private final TypedGraph typed;
    private final List<Seam> seams = new ArrayList<>();

    /**
     * @param mostElements how many elements of one sample a start may have, other than the input
     */
    Finder(Analysis analysis, long mostElements) {
      typed = analysis.typed();
      Graph graph = typed.graph();
      String input = graph.inputs().getFirst().name();
      seams.add(new Seam(0, input));
      Map<String, Integer> lastUses = lastUses(graph);
      Set<String> live = new HashSet<>(Set.of(input));
      for (int i = 0; i + 1 < graph.nodes().size(); i++) {
        graph.nodes().get(i).presentOutputs().forEach(live::add);
        int after = i;
        live.removeIf(value -> lastUses.getOrDefault(value, -1) <= after);
        if (live.size() == 1) {
          String value = live.iterator().next();
          if (!value.equals(input)
              && canStart(value)
              && elements(analysis.sized().typed(), value) <= mostElements) {
            seams.add(new Seam(i + 1, value));
          }
        }
      }
    }

    /** The shortest tail that holds every node that reads one of these constants. */
    NetworkTail behind(Set<String> constants) {
      List<Node> nodes = typed.graph().nodes();
      int first = 0;
      while (first < nodes.size()
          && GraphIndex.reads(nodes.get(first)).noneMatch(constants::contains)) {
        first++;
      }
      int reader = first;
      Seam last = seams.stream().filter(s -> s.nodes() <= reader).reduce((_, b) -> b).orElseThrow();
      return new NetworkTail(last.value(), tail(last));
    }

    private boolean canStart(String value) {
      return typed.type(value).filter(type -> isBatch(type)).isPresent();
    }

    private boolean isBatch(TensorType type) {
      Dim batch = typed.graph().inputs().getFirst().type().dim(0);
      return FLOATS.contains(type.elementType()) && type.rank() > 0 && type.dim(0).equals(batch);
    }

    private static long elements(TypedGraph sized, String value) {
      return sized.type(value).stream()
          .flatMap(type -> type.shape().stream())
          .mapToLong(Dim::coefficient)
          .reduce(1, (a, b) -> a * b);
    }

    private static Map<String, Integer> lastUses(Graph graph) {
      Map<String, Integer> uses = new LinkedHashMap<>();
      for (int i = 0; i < graph.nodes().size(); i++) {
        int at = i;
        GraphIndex.reads(graph.nodes().get(i)).forEach(value -> uses.put(value, at));
      }
      graph.outputs().forEach(output -> uses.put(output.name(), graph.nodes().size()));
      return uses;
    }

    private TypedGraph tail(Seam seam) {
      Graph graph = typed.graph();
      if (seam.nodes() == 0) {
        return typed;
      }
      List<Node> nodes = graph.nodes().subList(seam.nodes(), graph.nodes().size());
      Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
      Set<String> read = new HashSet<>();
      nodes.stream().flatMap(GraphIndex::reads).forEach(read::add);
      constants.keySet().retainAll(read);
      ValueInfo start = new ValueInfo(seam.value(), typed.type(seam.value()).orElseThrow());
      Graph tail =
          new Graph(
              graph.name(),
              List.of(start),
              graph.outputs(),
              nodes,
              constants,
              graph.opsets(),
              graph.metadata());
      return new TypedGraph(tail, typed.types(), typed.unresolved());
    }
  }
}
