package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.Survivors;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rewrite of one node may ask and change. */
final class CutContext {
  private final TypedGraph before;
  private final Survivors survivors;
  private final GraphIndex index;
  private final GraphEditor editor;
  private final Map<String, TensorType> declared = new HashMap<>();
  private boolean orphans;

  CutContext(TypedGraph before, Survivors survivors, GraphEditor editor) {
    this.before = before;
    this.survivors = survivors;
    this.editor = editor;
    index = GraphIndex.of(before.graph());
  }

  Survivors survivors() {
    return survivors;
  }

  TensorType before(String value) {
    return before.type(value).orElseThrow();
  }

  TensorType after(String value) {
    return survivors.types().get(value);
  }

  /** True when some axis of a value is cut. */
  boolean isCut(String value) {
    return !survivors.keepsAll(value);
  }

  boolean keepsAll(String value, int axis) {
    return survivors.keepsAll(value, axis);
  }

  /** How many of the first positions of an axis stay. */
  long keptFirst(String value, int axis, long count) {
    return Arrays.stream(survivors.positions(value, axis)).filter(i -> i < count).count();
  }

  /** How many of the last positions of an axis stay. */
  long keptLast(String value, int axis, long count) {
    long first = before(value).dim(axis).size() - count;
    return Arrays.stream(survivors.positions(value, axis)).filter(i -> i >= first).count();
  }

  Optional<Tensor> constant(Node node, int input) {
    return node.input(input).map(value -> graph().initializers().get(value));
  }

  /**
   * The node with other contents of a constant input; a constant that others read too is left to
   * them and copied.
   */
  Node withConstant(Node node, int input, Tensor contents) {
    Optional<String> old = node.input(input);
    boolean constant = old.isPresent() && graph().isConstant(old.get());
    boolean own = constant && readOnce(old.get());
    orphans |= old.isPresent() && !constant;
    String name =
        own ? old.get() : editor.freshName(old.orElse(node.name() + "_input" + input) + "_cut");
    editor.putInitializer(name, contents);
    declared.put(name, contents.type());
    return withInput(node, input, name);
  }

  private static Node withInput(Node node, int input, String value) {
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() <= input) {
      inputs.add("");
    }
    inputs.set(input, value);
    return node.withInputs(inputs);
  }

  /** A new constant with a name like this. */
  String put(String stem, Tensor contents) {
    String name = declare(stem, contents.type());
    editor.putInitializer(name, contents);
    return name;
  }

  /** The name of a new value that some node of the cut graph gives. */
  String declare(String stem, TensorType type) {
    String name = freshName(stem);
    declared.put(name, type);
    return name;
  }

  String freshName(String stem) {
    return editor.freshName(stem);
  }

  /** Types of the values that are new and of the constants that are rewritten. */
  Map<String, TensorType> declared() {
    return declared;
  }

  /** True when a computed input was replaced, so that what computed it may be of no use now. */
  boolean orphans() {
    return orphans;
  }

  private boolean readOnce(String value) {
    long uses =
        index.consumers(value).stream().flatMap(GraphIndex::reads).filter(value::equals).count();
    boolean returned = graph().outputs().stream().anyMatch(output -> output.name().equals(value));
    return uses == 1 && !returned;
  }

  private Graph graph() {
    return before.graph();
  }
}
