package io.espalier.graph.shape;

import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.op.ConstantValue;
import io.espalier.graph.op.Content;
import io.espalier.graph.op.Knowledge;
import io.espalier.graph.op.Operator;
import io.espalier.graph.op.Operators;
import io.espalier.graph.op.RuleContext;
import io.espalier.graph.op.RuleFailure;
import io.espalier.problem.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies the rule of each node in graph order and remembers what follows. */
final class GraphWalk implements Knowledge {
  private final Graph graph;
  private final Map<String, TensorType> types = new LinkedHashMap<>();
  private final Map<String, Content> contents = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<String, String> unresolved = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  GraphWalk(Graph graph) {
    this.graph = graph;
  }

  Inference run(Map<String, Long> symbols) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      ValueInfo input = graph.inputs().get(i);
      put(input.name(), bound(input.type(), symbols), "model:graph.input[%d]".formatted(i));
    }
    graph.initializers().forEach(this::addConstant);
    for (int i = 0; i < graph.nodes().size(); i++) {
      visit(graph.nodes().get(i), "model:graph.node[%d]".formatted(i));
    }
    TypedGraph typed = new TypedGraph(graph, types, unresolved);
    return new Inference(typed, contents, problems.toList());
  }

  private static TensorType bound(TensorType type, Map<String, Long> symbols) {
    return type.withShape(type.shape().stream().map(dim -> bound(dim, symbols)).toList());
  }

  private static Dim bound(Dim dim, Map<String, Long> symbols) {
    Dim result = Dim.of(dim.coefficient());
    for (String symbol : dim.factors()) {
      boolean isBound = symbols.containsKey(symbol);
      result = result.times(isBound ? Dim.of(symbols.get(symbol)) : Dim.symbol(symbol));
    }
    return result;
  }

  private void addConstant(String value, Tensor tensor) {
    types.put(value, tensor.type());
    constants.put(value, tensor);
    Content.of(tensor).ifPresent(content -> contents.put(value, content));
  }

  private void visit(Node node, String place) {
    Optional<Operator> operator = Operators.find(node);
    if (operator.isEmpty()) {
      unresolved.put(
          node.name(), "The operator %s is not known.".formatted(node.qualifiedOperator()));
      return;
    }
    Optional<String> arity = operator.get().arityFault(node);
    if (arity.isPresent()) {
      contradiction(node, "onnx-arity", arity.get(), place);
      return;
    }
    try {
      infer(node, operator.get(), place);
    } catch (RuleFailure failure) {
      report(node, failure, place);
    } catch (ArithmeticException overflow) {
      problems.add(
          place,
          "onnx-bad-dims",
          "The extents of node (%s, %s) are too large to count."
              .formatted(node.name(), node.qualifiedOperator()));
    }
  }

  private void infer(Node node, Operator operator, String place) {
    RuleContext context = new RuleContext(node, this);
    List<TensorType> outputs = operator.types().types(context);
    for (int i = 0; i < outputs.size(); i++) {
      TensorType type = outputs.get(i);
      node.output(i).ifPresent(value -> put(value, type, place));
    }
    node.output(0).ifPresent(value -> follow(value, operator, context));
    ConstantValue.of(node)
        .ifPresent(tensor -> node.output(0).ifPresent(value -> constants.put(value, tensor)));
  }

  private void report(Node node, RuleFailure failure, String place) {
    switch (failure.kind()) {
      case UNRESOLVED ->
          unresolved.put(
              node.name(),
              "The shape of %s is not known: %s."
                  .formatted(node.qualifiedOperator(), failure.getMessage()));
      case CONTRADICTION -> contradiction(node, "onnx-shape-mismatch", failure.getMessage(), place);
    }
  }

  private void contradiction(Node node, String code, String fault, String place) {
    problems.add(
        place,
        code,
        "Node (%s, %s) is not valid: %s.".formatted(node.name(), node.operator(), fault));
  }

  /** Remembers a type whose elements and bytes can be counted. */
  private void put(String value, TensorType type, String place) {
    try {
      type.elementType().bytes(type.elements().coefficient());
      types.put(value, type);
    } catch (ArithmeticException overflow) {
      problems.add(
          place,
          "onnx-bad-dims",
          "The value (%s) of type %s is too large to count.".formatted(value, type));
    }
  }

  private void follow(String value, Operator operator, RuleContext context) {
    type(value)
        .filter(GraphWalk::small)
        .flatMap(type -> content(operator, context, type))
        .ifPresent(content -> contents.put(value, content));
  }

  private static Optional<Content> content(
      Operator operator, RuleContext context, TensorType type) {
    try {
      return Optional.of(operator.contents().content(context, type));
    } catch (RuleFailure | ArithmeticException unknown) {
      return Optional.empty();
    }
  }

  private static boolean small(TensorType type) {
    return Content.holds(type.elementType())
        && type.isStatic()
        && type.elements().size() <= Content.MAX_ELEMENTS;
  }

  @Override
  public Optional<TensorType> type(String value) {
    return Optional.ofNullable(types.get(value));
  }

  @Override
  public Optional<Content> content(String value) {
    return Optional.ofNullable(contents.get(value));
  }

  @Override
  public Optional<Tensor> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }
}
