package io.espalier.method.prune.recovery;

import io.espalier.engine.ResidentModel;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.rewrite.RemoveDeadNodes;
import io.espalier.graph.shape.TypedGraph;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** As much of a network as some of its values need, kept loaded. */
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

  /** Loads what computes these values; the network's input may be among them. */
  static Probe open(ResidentModels models, TypedGraph network, Collection<String> values) {
    String input = network.graph().inputs().getFirst().name();
    List<String> computed = values.stream().distinct().filter(v -> !v.equals(input)).toList();
    TypedGraph part = part(network, computed);
    return new Probe(input, computed, part.graph(), models.open(part, List.of()));
  }

  private static TypedGraph part(TypedGraph network, List<String> values) {
    Graph whole = network.graph();
    List<ValueInfo> outputs =
        values.stream().map(v -> new ValueInfo(v, network.type(v).orElseThrow())).toList();
    Graph asked =
        new Graph(
            whole.name(),
            whole.inputs(),
            outputs,
            whole.nodes(),
            whole.initializers(),
            whole.opsets(),
            whole.metadata());
    Graph part = new RemoveDeadNodes().apply(asked).graph();
    return new TypedGraph(part, network.types(), network.unresolved());
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
