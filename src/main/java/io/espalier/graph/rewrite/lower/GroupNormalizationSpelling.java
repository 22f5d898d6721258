package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * GroupNormalization, whose scale and bias are one number a group in versions 18 to 20 and one a
 * channel since 21; which of them a node means is read from the extent of its scale.
 */
final class GroupNormalizationSpelling {
  private static final long FIRST = 18;
  private static final long PER_CHANNEL = 21;

  private GroupNormalizationSpelling() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put("GroupNormalization", GroupNormalizationSpelling::lower);
  }

  private static List<Node> lower(Node node, LoweringScope scope) {
    Optional<TensorType> type = scope.type(node, 0);
    Optional<TensorType> scale = scope.type(node, 1);
    if (type.isEmpty() || scale.isEmpty() || !isKnown(type.get(), scale.get())) {
      return scope.target() == PER_CHANNEL
          ? List.of(node)
          : scope.refuse(node, PER_CHANNEL, "its channels are not known");
    }
    long channels = type.get().dim(1).size();
    long groups = node.intAttribute("num_groups", 0);
    boolean perChannel = scale.get().dim(0).size() == channels;
    if (scope.target() >= FIRST && groups == channels) {
      return List.of(node);
    }
    if (scope.target() >= PER_CHANNEL) {
      return perChannel ? List.of(node) : repeated(node, scope, groups, channels / groups);
    }
    boolean asItIs = scope.target() >= FIRST && !perChannel;
    return asItIs ? List.of(node) : spelled(node, scope, type.get(), perChannel);
  }

  private static boolean isKnown(TensorType type, TensorType scale) {
    return type.rank() >= 2 && type.dim(1).isKnown() && scale.rank() == 1 && scale.isStatic();
  }

  /** Scale and bias of a group written once for each of its channels. */
  private static List<Node> repeated(Node node, LoweringScope scope, long groups, long each) {
    Spelling spelling = new Spelling(node, scope, ElementType.FLOAT);
    String column = spelling.integers("column", groups, 1);
    String table = spelling.integers("table", groups, each);
    String flat = spelling.integers("flat", groups * each);
    String[] inputs = node.inputs().toArray(String[]::new);
    for (int i = 1; i < inputs.length; i++) {
      String expanded = spelling.call("Expand", spelling.call("Reshape", inputs[i], column), table);
      inputs[i] = spelling.call("Reshape", expanded, flat);
    }
    return spelling.finish("GroupNormalization", node.attributes(), inputs);
  }

  /** Each group is one channel of an InstanceNormalization. */
  private static List<Node> spelled(
      Node node, LoweringScope scope, TensorType type, boolean perChannel) {
    ElementType computed = NormalizationSpellings.computed(type);
    Spelling spelling = new Spelling(node, scope, computed);
    long groups = node.intAttribute("num_groups", 0);
    String x = NormalizationSpellings.widened(spelling, node, type);
    String grouped = spelling.call("Reshape", x, spelling.integers("groups", 0, groups, -1));
    String normed =
        spelling.call(
            "InstanceNormalization",
            NormalizationSpellings.epsilon(node),
            grouped,
            scope.add(node, "ones", FloatingTensors.filled(computed, 1, groups)),
            scope.add(node, "zeros", FloatingTensors.filled(computed, 0, groups)));
    String narrow = NormalizationSpellings.narrowed(spelling, type, normed);
    String shape = spelling.call("Shape", node.inputs().getFirst());
    if (!perChannel) {
      return spelling.finish("Reshape", affine(spelling, node, scope, narrow, 3), shape);
    }
    String restored = spelling.call("Reshape", narrow, shape);
    String scaled = spelling.call("Mul", restored, column(spelling, node, scope, 1, type.rank()));
    return spelling.finish("Add", scaled, column(spelling, node, scope, 2, type.rank()));
  }

  private static String affine(
      Spelling spelling, Node node, LoweringScope scope, String value, int rank) {
    String scaled = spelling.call("Mul", value, column(spelling, node, scope, 1, rank));
    return spelling.call("Add", scaled, column(spelling, node, scope, 2, rank));
  }

  /** A vector over the channels, shaped so that it broadcasts along all axes behind them. */
  private static String column(
      Spelling spelling, Node node, LoweringScope scope, int input, int rank) {
    long[] behind = LongStream.range(1, rank - 1).toArray();
    if (behind.length == 0) {
      return node.inputs().get(input);
    }
    Optional<Tensor> constant = scope.constant(node, input);
    if (constant.isPresent()) {
      long[] shape = LongStream.range(0, rank - 1).map(_ -> 1).toArray();
      shape[0] = constant.get().elements();
      return scope.add(node, "column", constant.get().withShape(shape));
    }
    return spelling.call(
        "Unsqueeze",
        Map.<String, Attribute>of(),
        node.inputs().get(input),
        spelling.integers("behind", behind));
  }
}
