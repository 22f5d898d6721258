package io.espalier.job.run.output;

import io.espalier.format.SourceTensor;
import io.espalier.format.UniqueNames;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.report.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The names and the layout that the weights of a result had in the uploaded files.
 *
 * <p>A weight without a source keeps the name of its initializer. Where the source is known,
 * constants that hold no weight, such as the target of a reshape or the scale of an attention, are
 * left out: a loader of state dicts does not expect them.
 *
 * @param byInitializer in graph order
 */
record SourceNames(SequencedMap<String, SourceTensor> byInitializer) {
  static SourceNames of(OutputSource source) {
    UniqueNames taken = new UniqueNames();
    SequencedMap<String, SourceTensor> names = new LinkedHashMap<>();
    Map<String, Tensor> weights = source.compressed().graph().initializers();
    weights.keySet().stream()
        .filter(source.sources()::containsKey)
        .filter(initializer -> taken.take(source.sources().get(initializer).name()))
        .forEach(initializer -> names.put(initializer, source.sources().get(initializer)));
    weights.forEach(
        (initializer, tensor) -> {
          if (!names.containsKey(initializer) && isWeight(tensor, source)) {
            names.put(initializer, asIs(taken.fresh(initializer)));
          }
        });
    return new SourceNames(names);
  }

  private static boolean isWeight(Tensor tensor, OutputSource source) {
    return source.sources().isEmpty() || (tensor.elementType().isFloating() && tensor.rank() > 0);
  }

  private static SourceTensor asIs(String name) {
    return new SourceTensor(name, SourceTensor.Layout.AS_IS);
  }

  /** The weights as the source laid them out, by the source's names. */
  Map<String, Tensor> tensors(Graph graph) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byInitializer.forEach(
        (initializer, source) ->
            tensors.put(
                source.name(),
                switch (source.layout()) {
                  case AS_IS -> graph.initializers().get(initializer);
                  case TRANSPOSED -> Transposed.of(graph.initializers().get(initializer));
                }));
    return tensors;
  }

  /** The shape of every weight before and after, and the layer that reads it first. */
  Widths widths(OutputSource source) {
    Map<String, Node> readers = new HashMap<>();
    for (Node node : source.compressed().graph().nodes()) {
      node.presentInputs().forEach(value -> readers.putIfAbsent(value, node));
    }
    List<Widths.Weight> weights = new ArrayList<>();
    byInitializer.forEach(
        (initializer, named) ->
            weights.add(
                new Widths.Weight(
                    named.name(),
                    readers.containsKey(initializer) ? readers.get(initializer).name() : "",
                    readers.containsKey(initializer)
                        ? readers.get(initializer).qualifiedOperator()
                        : "",
                    shape(source.original().graph(), initializer, named),
                    shape(source.compressed().graph(), initializer, named))));
    return new Widths(weights);
  }

  /** Empty for a weight that the graph does not have. */
  private static List<Long> shape(Graph graph, String initializer, SourceTensor named) {
    Tensor tensor = graph.initializers().get(initializer);
    if (tensor == null) {
      return List.of();
    }
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return switch (named.layout()) {
      case AS_IS -> shape;
      case TRANSPOSED -> shape.reversed();
    };
  }
}
