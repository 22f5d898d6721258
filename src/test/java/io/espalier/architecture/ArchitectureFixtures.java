package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.format.state.StateDict;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds architectures in tests and runs what came out. */
final class ArchitectureFixtures {
  private ArchitectureFixtures() {}

  static StateDict state(Map<String, Tensor> tensors) {
    return new StateDict(tensors, Map.of(), List.of());
  }

  static ImportedModel build(Map<String, Tensor> tensors, String architecture) {
    return build(state(tensors), architecture);
  }

  static ImportedModel build(StateDict state, String architecture) {
    return Architectures.build(
        state, ArchitectureReader.parse(architecture), "safetensors", Arena.ofAuto());
  }

  /** The outputs, in libtorch after everything an upload goes through; both runtimes agree. */
  static List<Tensor> run(ImportedModel model, Map<String, Tensor> inputs) {
    assertThat(GraphChecker.check(model.graph())).isEmpty();
    TypedGraph typed = ShapeInference.infer(Normalization.normalize(model.graph()).graph());
    List<Tensor> outputs = Parity.runCompiled(typed, inputs);
    Parity.assertEqual(Parity.runOnnx(model.graph(), inputs), outputs);
    return outputs;
  }

  /** The outputs of a network with one input. */
  static List<Tensor> run(ImportedModel model, Tensor input) {
    return run(model, Map.of(model.graph().inputs().getFirst().name(), input));
  }

  /** Initializers by every name that an exported graph has for them. */
  static Map<String, Tensor> tensorsOf(Graph exported) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(exported.initializers());
    for (Node node : exported.nodes()) {
      if (node.is("Identity") && tensors.containsKey(node.inputs().getFirst())) {
        tensors.put(node.outputs().getFirst(), tensors.get(node.inputs().getFirst()));
      }
    }
    return tensors;
  }
}
