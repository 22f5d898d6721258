package io.espalier.method.prune.recovery;

import io.espalier.engine.ResidentModel;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What lies between one value of a network and others, kept loaded. */
final class Probe implements AutoCloseable {
  private final String input;
  private final List<String> values;
  private final Graph part;
  private final ResidentModel model;

  private Probe(String input, List<String> values, Graph part, ResidentModel model) {
    this.input = input;
    this.values = values;
    this.part = part;
    this.model = model;
  }

  /**
   * Loads what computes some values of another one.
   *
   * @param input the input of the network, or a value that alone carries everything from it
   * @param values the input may be among them
   */
  static Probe open(
      ResidentModels models, TypedGraph network, String input, Collection<String> values) {
    List<String> computed = values.stream().distinct().filter(v -> !v.equals(input)).toList();
    TypedGraph part = part(network, input, computed);
    return new Probe(input, computed, part.graph(), models.open(part, List.of()));
  }

  private static TypedGraph part(TypedGraph network, String input, List<String> values) {
    Graph whole = network.graph();
    List<Node> nodes = Frontier.between(whole, input, values);
    Set<String> read = nodes.stream().flatMap(GraphIndex::reads).collect(Collectors.toSet());
    Map<String, Tensor> constants = new LinkedHashMap<>(whole.initializers());
    constants.keySet().retainAll(read);
    Graph part =
        new Graph(
            whole.name(),
            List.of(info(network, input)),
            values.stream().map(value -> info(network, value)).toList(),
            nodes,
            constants,
            whole.opsets(),
            whole.metadata());
    return new TypedGraph(part, network.types(), network.unresolved());
  }

  private static ValueInfo info(TypedGraph network, String value) {
    return new ValueInfo(value, network.type(value).orElseThrow());
  }

  /** The values for one batch, by name. */
  Map<String, Tensor> run(Tensor inputs) {
    List<Tensor> results = model.run(inputs);
    Map<String, Tensor> byName = new HashMap<>();
    byName.put(input, inputs);
    for (int i = 0; i < values.size(); i++) {
      byName.put(values.get(i), results.get(i));
    }
    return byName;
  }

  /** Replaces a constant, where these values depend on it. */
  void put(String constant, Tensor tensor) {
    if (part.isConstant(constant)) {
      model.put(constant, tensor);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
