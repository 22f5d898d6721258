package io.espalier.engine.emit;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The program under construction: its statements, its weights, and what every value is called. */
final class Emission {
  private static final String DEVICE = "d";

  private final TypedGraph typed;
  private final Writing writing;
  private final Map<String, Tensor> constants;
  private final Map<String, String> expressions = new HashMap<>();
  private final Set<String> readValues = new HashSet<>();
  private final List<Weight> weights = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private boolean asksForDevice;
  private int identifiers;
  private int depth;

  Emission(TypedGraph typed, Writing writing) {
    this.typed = typed;
    this.writing = writing;
    this.constants = Constants.of(typed.graph());
    Graph graph = typed.graph();
    for (int i = 0; i < graph.inputs().size(); i++) {
      ValueInfo input = graph.inputs().get(i);
      expressions.put(input.name(), entered("x" + i, input.type().elementType()));
    }
    graph.nodes().forEach(node -> node.presentInputs().forEach(readValues::add));
    graph.outputs().stream().map(ValueInfo::name).forEach(readValues::add);
  }

  long opset() {
    return typed.graph().opset();
  }

  Writing writing() {
    return writing;
  }

  /** The expression of a value; a constant joins the weight list when it is first read. */
  String read(String value) {
    String expression = expressions.get(value);
    if (expression != null) {
      return expression;
    }
    Tensor constant = constants.get(value);
    if (constant == null) {
      throw new UnsupportedNode("it reads the value (%s) that nothing computes".formatted(value));
    }
    return expressions.computeIfAbsent(value, _ -> addWeight(value, constant));
  }

  /** As {@link #read}, where a constant may become one of a wider type. */
  String readWide(String value) {
    Optional<Tensor> wide = constant(value).flatMap(NarrowConstants::widened);
    return wide.isPresent()
        ? expressions.computeIfAbsent(value, _ -> addWeight(value, wide.get()))
        : read(value);
  }

  boolean isRead(String value) {
    return readValues.contains(value);
  }

  Optional<Tensor> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  Optional<TensorType> type(String value) {
    return typed.type(value).or(() -> constant(value).map(Tensor::type));
  }

  void define(String value, String expression) {
    expressions.put(value, expression);
  }

  void statement(String text) {
    statements.add("  ".repeat(depth) + text);
  }

  /** A compound statement; values that the body names are not known after it. */
  void block(String header, Runnable body) {
    statement(header);
    depth++;
    body.run();
    depth--;
  }

  /** A new identifier that holds the expression. */
  String assign(String expression) {
    String identifier = newIdentifier();
    statement(identifier + " = " + expression);
    return identifier;
  }

  String newIdentifier() {
    return "v" + identifiers++;
  }

  /** The identifier of the device on which the inputs and weights are. */
  String device() {
    asksForDevice = true;
    return DEVICE;
  }

  Program finish() {
    List<String> outputs =
        typed.graph().outputs().stream().map(output -> left(output.name())).toList();
    if (asksForDevice) {
      statements.addFirst(DEVICE + " = " + home());
    }
    return new Program(typed.graph().inputs().size(), statements, outputs, weights);
  }

  /** A program that reads nothing stays on the CPU: nothing that moves could move it. */
  private String home() {
    if (!typed.graph().inputs().isEmpty()) {
      return "x0.device";
    }
    return weights.isEmpty() ? "torch.device(\"cpu\")" : "w[0].device";
  }

  private String addWeight(String value, Tensor tensor) {
    if (ScalarTypes.code(tensor.elementType()).isEmpty()) {
      throw new UnsupportedNode(
          "its constant (%s) has the type %s".formatted(value, tensor.elementType().text()));
    }
    weights.add(new Weight(value, tensor));
    return entered("w[" + (weights.size() - 1) + "]", tensor.elementType());
  }

  private String entered(String expression, ElementType type) {
    String entered = Widening.entered(expression, type);
    return entered.equals(expression) ? expression : assign(entered);
  }

  private String left(String output) {
    return type(output)
        .map(TensorType::elementType)
        .map(type -> Widening.left(read(output), type))
        .orElseGet(() -> read(output));
  }
}
