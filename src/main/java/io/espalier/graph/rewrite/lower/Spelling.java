package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The nodes that take the place of one, written one after another. */
final class Spelling {
  /** Since this opset reductions take their axes as an input. */
  static final long REDUCTION_AXES_INPUT = 18;

  private final Node owner;
  private final LoweringScope scope;
  private final ElementType type;
  private final List<Node> nodes = new ArrayList<>();

  /**
   * @param type of the numbers that {@link #number} adds
   */
  Spelling(Node owner, LoweringScope scope, ElementType type) {
    this.owner = owner;
    this.scope = scope;
    this.type = type;
  }

  /** The output of a new node. */
  String call(String operator, String... inputs) {
    return call(operator, Map.of(), inputs);
  }

  String call(String operator, Map<String, Attribute> attributes, String... inputs) {
    String output = scope.freshName(owner, operator.toLowerCase(Locale.ROOT));
    String name = scope.freshName(owner, operator);
    nodes.add(
        new Node(name, "", operator, List.of(inputs), List.of(output), new TreeMap<>(attributes)));
    return output;
  }

  String cast(String value, ElementType to) {
    return call("Cast", Map.of("to", Attribute.of((long) to.onnxCode())), value);
  }

  String number(String what, double value) {
    return scope.add(owner, what, FloatingTensors.scalar(type, value));
  }

  String integers(String what, long... values) {
    return scope.add(owner, what, Tensor.vector(values));
  }

  /** The mean over the axes from one to the last, which keep the extent 1. */
  String meanFrom(long negativeAxis, String value) {
    long[] axes = LongStream.range(negativeAxis, 0).toArray();
    return scope.target() < REDUCTION_AXES_INPUT
        ? call("ReduceMean", Map.of("axes", Attribute.ofInts(axes)), value)
        : call("ReduceMean", value, integers("axes", axes));
  }

  /** The nodes so far. */
  List<Node> nodes() {
    return nodes;
  }

  /** All nodes, the last of which computes the output of the node they replace. */
  List<Node> finish(String operator, String... inputs) {
    return finish(operator, Map.of(), inputs);
  }

  List<Node> finish(String operator, Map<String, Attribute> attributes, String... inputs) {
    List<String> output = owner.outputs().subList(0, 1);
    nodes.add(
        new Node(owner.name(), "", operator, List.of(inputs), output, new TreeMap<>(attributes)));
    return nodes;
  }

  /** Gives an intermediate value the name of a further output of the node that is replaced. */
  void output(int index, String value) {
    owner
        .output(index)
        .ifPresent(
            output ->
                nodes.add(
                    Node.of(
                        scope.freshName(owner, "Identity"),
                        "Identity",
                        List.of(value),
                        List.of(output))));
  }
}
