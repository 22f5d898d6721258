package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recurrent operators with the batch in front, which before opset 14 stood behind the time. */
final class RecurrentLayout {
  private static final long FIRST = 14;
  private static final Set<Integer> STATES = Set.of(5, 6);

  private RecurrentLayout() {}

  static void addTo(Map<String, LoweringRule> table) {
    for (String operator : List.of("RNN", "GRU", "LSTM")) {
      table.put(operator, ((LoweringRule) RecurrentLayout::lower).before(FIRST));
    }
  }

  private static List<Node> lower(Node node, LoweringScope scope) {
    if (node.intAttribute("layout", 0) == 0) {
      return List.of(node.withoutAttribute("layout"));
    }
    Spelling before = new Spelling(node, scope, ElementType.FLOAT);
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      boolean turned = !inputs.get(i).isEmpty() && (i == 0 || STATES.contains(i));
      inputs.set(
          i, turned ? before.call("Transpose", perm(1, 0, 2), inputs.get(i)) : inputs.get(i));
    }
    List<String> outputs = new ArrayList<>();
    List<Node> after = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      outputs.add(output(node, scope, i, after));
    }
    List<Node> nodes = new ArrayList<>(before.nodes());
    nodes.add(node.withInputs(inputs).withOutputs(outputs).withoutAttribute("layout"));
    nodes.addAll(after);
    return nodes;
  }

  /** Y goes from [T, directions, B, H] to [B, T, directions, H]; states swap their first axes. */
  private static String output(Node node, LoweringScope scope, int index, List<Node> after) {
    String output = node.outputs().get(index);
    if (output.isEmpty()) {
      return output;
    }
    String old = scope.freshName(node, "turned");
    Map<String, Attribute> perm = index == 0 ? perm(2, 0, 1, 3) : perm(1, 0, 2);
    String name = scope.freshName(node, "Transpose");
    after.add(new Node(name, "", "Transpose", List.of(old), List.of(output), perm));
    return old;
  }

  private static Map<String, Attribute> perm(long... axes) {
    return Map.of("perm", Attribute.ofInts(axes));
  }
}
