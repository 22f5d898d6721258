package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Attention whose heads are folded into the batch, [batch·heads, T, D]; the known factor of that
 * extent is the number of heads.
 *
 * <p>The operator works on four axes, so a Reshape splits the extent before and joins it behind.
 */
final class HeadsInBatch {
  private static final long REST = -1;

  private final Match match;
  private final Node root;
  private final Draft draft;
  private final long heads;

  HeadsInBatch(Match match, Node root, Draft draft) {
    this.match = match;
    this.root = root;
    this.draft = draft;
    heads = match.type("q").orElseThrow().dim(0).coefficient();
  }

  /** True when only the batch is symbolic and a mask is the same for all of it. */
  static boolean fits(Match match) {
    boolean known =
        Stream.of("q", "turned", "v")
            .map(name -> match.type(name).orElseThrow())
            .allMatch(HeadsInBatch::isBatchOfMatrices);
    return known
        && (match.find("mask").isEmpty()
            || match.isFloat("mask") && isShared(match.type("mask").orElseThrow()));
  }

  private static boolean isBatchOfMatrices(TensorType type) {
    return !type.dim(0).isKnown() && type.dim(1).isKnown() && type.dim(2).isKnown();
  }

  private static boolean isShared(TensorType mask) {
    return mask.rank() < 3 || mask.rank() == 3 && mask.dim(0).is(1);
  }

  /**
   * @param key [batch·heads, S, D]
   */
  Node fused(String key) {
    List<Dim> query = matrix("q");
    List<Dim> value = matrix("v");
    List<String> inputs = new ArrayList<>();
    inputs.add(split(match.value("q"), "query", query));
    inputs.add(split(key, "keys", List.of(value.getFirst(), query.getLast())));
    inputs.add(split(match.value("v"), "values", value));
    match.find("mask").ifPresent(inputs::add);
    String mixed = draft.freshName(root.name() + ".mixed");
    String name = draft.freshName(root.name() + ".attention");
    draft.insertBefore(
        root, new Node(name, "", "Attention", inputs, List.of(mixed), FuseAttention.scale(match)));
    String joined = target("joined", REST, query.getFirst().size(), value.getLast().size());
    return Fuser.inPlaceOf(root, "Reshape", List.of(mixed, joined), Map.of());
  }

  private List<Dim> matrix(String name) {
    return match.type(name).orElseThrow().shape().subList(1, 3);
  }

  private String split(String value, String what, List<Dim> matrix) {
    String target = target(what, REST, heads, matrix.getFirst().size(), matrix.getLast().size());
    String output = draft.freshName(root.name() + "." + what);
    String name = draft.freshName(root.name() + ".split");
    draft.insertBefore(root, Node.of(name, "Reshape", List.of(value, target), List.of(output)));
    return output;
  }

  private String target(String what, long... extents) {
    String name = draft.freshName(root.name() + "." + what + ".shape");
    draft.put(name, Tensor.vector(extents));
    return name;
  }
}
