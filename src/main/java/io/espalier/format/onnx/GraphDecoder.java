package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes a {@code GraphProto}; Constant nodes become initializers, and inputs that have an
 * initializer are no inputs.
 */
final class GraphDecoder {
  private static final String UNNAMED = "graph";
  private static final int NAME = 2;
  private static final int DOC_STRING = 10;

  private final Decoding decoding;
  private final int depth;
  private final ConstantNodes constants;
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private String name = "";
  private int nodeCount;

  /**
   * @param depth 0 for the model's graph, one more for each attribute around it
   */
  GraphDecoder(Decoding decoding, int depth) {
    this.decoding = decoding;
    this.depth = depth;
    this.constants = new ConstantNodes(decoding);
  }

  /** The graph, with unnamed nodes and without opsets. */
  Graph decode(WireReader in) {
    if (depth > decoding.limits().subgraphDepth()) {
      throw in.fault(
          "too-deep",
          "Subgraphs are nested more than %d deep, the limit."
              .formatted(decoding.limits().subgraphDepth()));
    }
    in.expectMessages(field -> field != NAME && field != DOC_STRING);
    for (int field = in.next(); field != 0; field = in.next()) {
      readField(in, field);
    }
    return built();
  }

  private void readField(WireReader in, int field) {
    switch (field) {
      case 1 -> addNode(in.message("node", nodeCount++));
      case NAME -> name = decoding.name(in.once());
      case 5 -> addInitializer(in.message("initializer", initializers.size()));
      case 11 -> inputs.add(value(in.message("input", inputs.size())));
      case 12 -> outputs.add(value(in.message("output", outputs.size())));
      case 15 -> {
        decoding.report(
            in, "onnx-unsupported", "Sparse initializers are not read; make them dense.");
        in.skip();
      }
      default -> in.skip();
    }
  }

  private ValueInfo value(WireReader in) {
    return new ValueDecoder(decoding).decode(in);
  }

  private void addNode(WireReader in) {
    Node node = new NodeDecoder(decoding, depth).decode(in);
    if (node.is(ConstantNodes.OPERATOR)) {
      constants
          .value(node, in)
          .ifPresent(value -> addConstant(node.outputs().getFirst(), value, in));
    } else {
      nodes.add(node);
    }
  }

  private void addInitializer(WireReader in) {
    NamedTensor named = new TensorDecoder(decoding).decode(in);
    addConstant(named.name(), named.tensor(), in);
  }

  private void addConstant(String value, Tensor tensor, WireReader in) {
    if (value.isEmpty()) {
      decoding.report(in, "onnx-empty-name", "A constant must have a name.");
    } else if (initializers.putIfAbsent(value, tensor) != null) {
      decoding.report(
          in, "onnx-duplicate-value", "The value (%s) is defined more than once.", value);
    }
  }

  private Graph built() {
    DimNames dimNames = new DimNames(inputs, outputs);
    List<ValueInfo> given =
        inputs.stream().filter(input -> !initializers.containsKey(input.name())).toList();
    decoding.countDefaults(inputs.size() - given.size());
    return new Graph(
        name.isEmpty() ? UNNAMED : name,
        depth == 0 ? dimNames.inputs(given) : dimNames.others(given),
        dimNames.others(outputs),
        nodes,
        initializers,
        Map.of(),
        Map.of());
  }
}
